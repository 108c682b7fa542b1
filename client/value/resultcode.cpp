// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/resultcode.h"

using namespace Qt::StringLiterals;

namespace Aeroscope {

namespace {

struct Words
{
    QLatin1StringView name;
    QLatin1StringView text;
};

Words words(ResultCode code) noexcept
{
    switch (code) {
    case ResultCode::Ok:
        return {"Ok"_L1, "done"_L1};
    case ResultCode::Unknown:
        return {"Unknown"_L1, "the server failed for a reason it does not tell"_L1};
    case ResultCode::NotFound:
        return {"NotFound"_L1, "there is no such record"_L1};
    case ResultCode::Generation:
        return {"Generation"_L1, "the record has another generation than expected"_L1};
    case ResultCode::Parameter:
        return {"Parameter"_L1, "the server refused a parameter of the request"_L1};
    case ResultCode::RecordExists:
        return {"RecordExists"_L1, "the record exists already"_L1};
    case ResultCode::BinExists:
        return {"BinExists"_L1, "the bin exists already"_L1};
    case ResultCode::ClusterKeyMismatch:
        return {"ClusterKeyMismatch"_L1, "the cluster changed while the request ran"_L1};
    case ResultCode::OutOfSpace:
        return {"OutOfSpace"_L1, "the server is out of storage space or has stopped writes"_L1};
    case ResultCode::Timeout:
        return {"Timeout"_L1, "the server ran out of time"_L1};
    case ResultCode::AlwaysForbidden:
        return {"AlwaysForbidden"_L1, "the server never allows this request"_L1};
    case ResultCode::Unavailable:
        return {"Unavailable"_L1, "the partition is not available now"_L1};
    case ResultCode::IncompatibleType:
        return {"IncompatibleType"_L1, "the operation does not fit the type of the bin"_L1};
    case ResultCode::RecordTooBig:
        return {"RecordTooBig"_L1, "the record would become too big"_L1};
    case ResultCode::KeyBusy:
        return {"KeyBusy"_L1, "too many requests wait for this record"_L1};
    case ResultCode::QueryAborted:
        return {"QueryAborted"_L1, "the query was aborted"_L1};
    case ResultCode::UnsupportedFeature:
        return {"UnsupportedFeature"_L1, "the server does not support this request"_L1};
    case ResultCode::BinNotFound:
        return {"BinNotFound"_L1, "there is no such bin"_L1};
    case ResultCode::DeviceOverload:
        return {"DeviceOverload"_L1, "the storage device cannot keep up"_L1};
    case ResultCode::KeyMismatch:
        return {"KeyMismatch"_L1, "the record has another stored key"_L1};
    case ResultCode::Namespace:
        return {"Namespace"_L1, "there is no such namespace"_L1};
    case ResultCode::BinName:
        return {"BinName"_L1, "the bin name is too long or not allowed"_L1};
    case ResultCode::Forbidden:
        return {"Forbidden"_L1, "the server does not allow this request now"_L1};
    case ResultCode::ElementNotFound:
        return {"ElementNotFound"_L1, "there is no such element"_L1};
    case ResultCode::ElementExists:
        return {"ElementExists"_L1, "the element exists already"_L1};
    case ResultCode::EnterpriseOnly:
        return {"EnterpriseOnly"_L1, "this needs the enterprise edition"_L1};
    case ResultCode::OpNotApplicable:
        return {"OpNotApplicable"_L1, "the operation does not apply to the value"_L1};
    case ResultCode::FilteredOut:
        return {"FilteredOut"_L1, "the filter excluded the record"_L1};
    case ResultCode::LostConflict:
        return {"LostConflict"_L1, "the write lost a conflict with another data centre"_L1};
    case ResultCode::InvalidEncoding:
        return {"InvalidEncoding"_L1, "a text is not valid in its encoding"_L1};
    case ResultCode::XdrKeyBusy:
        return {"XdrKeyBusy"_L1, "the record waits to be shipped to another data centre"_L1};
    case ResultCode::SecurityEnd:
        return {"SecurityEnd"_L1, "end of the list"_L1};
    case ResultCode::SecurityNotSupported:
        return {"SecurityNotSupported"_L1, "the server has no security"_L1};
    case ResultCode::SecurityNotEnabled:
        return {"SecurityNotEnabled"_L1, "security is not enabled on the server"_L1};
    case ResultCode::SecurityScheme:
        return {"SecurityScheme"_L1, "the server does not know this security scheme"_L1};
    case ResultCode::SecurityCommand:
        return {"SecurityCommand"_L1, "the server does not know this security command"_L1};
    case ResultCode::SecurityField:
        return {"SecurityField"_L1, "the security request is not complete"_L1};
    case ResultCode::SecurityState:
        return {"SecurityState"_L1, "the security request is out of turn"_L1};
    case ResultCode::UserUnknown:
        return {"UserUnknown"_L1, "there is no such user"_L1};
    case ResultCode::UserExists:
        return {"UserExists"_L1, "the user exists already"_L1};
    case ResultCode::PasswordInvalid:
        return {"PasswordInvalid"_L1, "the password is not valid"_L1};
    case ResultCode::PasswordExpired:
        return {"PasswordExpired"_L1, "the password has expired"_L1};
    case ResultCode::PasswordForbidden:
        return {"PasswordForbidden"_L1, "this password was used before"_L1};
    case ResultCode::CredentialInvalid:
        return {"CredentialInvalid"_L1, "the user name or password is wrong"_L1};
    case ResultCode::SessionExpired:
        return {"SessionExpired"_L1, "the session has expired"_L1};
    case ResultCode::RoleUnknown:
        return {"RoleUnknown"_L1, "there is no such role"_L1};
    case ResultCode::RoleExists:
        return {"RoleExists"_L1, "the role exists already"_L1};
    case ResultCode::PrivilegeInvalid:
        return {"PrivilegeInvalid"_L1, "the privilege is not valid"_L1};
    case ResultCode::WhitelistInvalid:
        return {"WhitelistInvalid"_L1, "the address list is not valid"_L1};
    case ResultCode::QuotasNotEnabled:
        return {"QuotasNotEnabled"_L1, "quotas are not enabled on the server"_L1};
    case ResultCode::QuotaInvalid:
        return {"QuotaInvalid"_L1, "the quota is not valid"_L1};
    case ResultCode::NotAuthenticated:
        return {"NotAuthenticated"_L1, "the connection is not logged in"_L1};
    case ResultCode::RoleViolation:
        return {"RoleViolation"_L1, "the user may not do this"_L1};
    case ResultCode::NotWhitelisted:
        return {"NotWhitelisted"_L1, "this address is not allowed for the user"_L1};
    case ResultCode::QuotaExceeded:
        return {"QuotaExceeded"_L1, "the quota of the user is used up"_L1};
    case ResultCode::LdapNotConfigured:
        return {"LdapNotConfigured"_L1, "LDAP is not set up on the server"_L1};
    case ResultCode::LdapSetup:
        return {"LdapSetup"_L1, "the server could not set up LDAP"_L1};
    case ResultCode::LdapTlsSetup:
        return {"LdapTlsSetup"_L1, "the server could not set up TLS for LDAP"_L1};
    case ResultCode::LdapAuthentication:
        return {"LdapAuthentication"_L1, "LDAP refused the login"_L1};
    case ResultCode::LdapQuery:
        return {"LdapQuery"_L1, "the LDAP query of the server failed"_L1};
    case ResultCode::UdfExecution:
        return {"UdfExecution"_L1, "the user-defined function failed"_L1};
    case ResultCode::TransactionBlocked:
        return {"TransactionBlocked"_L1, "another transaction holds the record"_L1};
    case ResultCode::TransactionVersionMismatch:
        return {"TransactionVersionMismatch"_L1, "a record read in the transaction has changed"_L1};
    case ResultCode::TransactionExpired:
        return {"TransactionExpired"_L1, "the transaction has expired"_L1};
    case ResultCode::TransactionTooManyWrites:
        return {"TransactionTooManyWrites"_L1, "the transaction has too many writes"_L1};
    case ResultCode::TransactionCommitted:
        return {"TransactionCommitted"_L1, "the transaction is committed already"_L1};
    case ResultCode::TransactionAborted:
        return {"TransactionAborted"_L1, "the transaction is aborted already"_L1};
    case ResultCode::TransactionAlreadyLocked:
        return {"TransactionAlreadyLocked"_L1, "the record is locked by this transaction already"_L1};
    case ResultCode::TransactionMonitorExists:
        return {"TransactionMonitorExists"_L1, "the transaction is known already"_L1};
    case ResultCode::BatchDisabled:
        return {"BatchDisabled"_L1, "batch requests are disabled on the server"_L1};
    case ResultCode::BatchMaxRequests:
        return {"BatchMaxRequests"_L1, "the batch has too many rows"_L1};
    case ResultCode::BatchQueuesFull:
        return {"BatchQueuesFull"_L1, "the batch queues of the server are full"_L1};
    case ResultCode::GeoInvalidGeoJson:
        return {"GeoInvalidGeoJson"_L1, "the GeoJSON is not valid"_L1};
    case ResultCode::IndexFound:
        return {"IndexFound"_L1, "the index exists already"_L1};
    case ResultCode::IndexNotFound:
        return {"IndexNotFound"_L1, "there is no such index"_L1};
    case ResultCode::IndexOutOfMemory:
        return {"IndexOutOfMemory"_L1, "the server has no memory for the index"_L1};
    case ResultCode::IndexNotReadable:
        return {"IndexNotReadable"_L1, "the index is not built yet"_L1};
    case ResultCode::IndexGeneric:
        return {"IndexGeneric"_L1, "the index failed"_L1};
    case ResultCode::IndexNameMaxLength:
        return {"IndexNameMaxLength"_L1, "the index name is too long"_L1};
    case ResultCode::IndexMaxCount:
        return {"IndexMaxCount"_L1, "the namespace has too many indexes"_L1};
    case ResultCode::QueryAbortedLegacy:
        return {"QueryAbortedLegacy"_L1, "the query was aborted"_L1};
    case ResultCode::QueryQueueFull:
        return {"QueryQueueFull"_L1, "the query queue of the server is full"_L1};
    case ResultCode::QueryTimeout:
        return {"QueryTimeout"_L1, "the query ran out of time"_L1};
    case ResultCode::QueryGeneric:
        return {"QueryGeneric"_L1, "the query failed"_L1};
    case ResultCode::UdfNotFound:
        return {"UdfNotFound"_L1, "there is no such user-defined function"_L1};
    case ResultCode::LuaFileNotFound:
        return {"LuaFileNotFound"_L1, "there is no such Lua module"_L1};
    case ResultCode::ClientError:
        return {"ClientError"_L1, "the client failed"_L1};
    case ResultCode::ClientParameter:
        return {"ClientParameter"_L1, "the request is not valid"_L1};
    case ResultCode::ClientInvalidHost:
        return {"ClientInvalidHost"_L1, "the host cannot be found"_L1};
    case ResultCode::ClientCancelled:
        return {"ClientCancelled"_L1, "cancelled"_L1};
    case ResultCode::ClientNoMoreConnections:
        return {"ClientNoMoreConnections"_L1, "all connections to the node are in use"_L1};
    case ResultCode::ClientInvalidNode:
        return {"ClientInvalidNode"_L1, "no node serves this request"_L1};
    case ResultCode::ClientTls:
        return {"ClientTls"_L1, "the secure connection failed"_L1};
    case ResultCode::ClientConnection:
        return {"ClientConnection"_L1, "the connection failed"_L1};
    case ResultCode::ClientMaxRetries:
        return {"ClientMaxRetries"_L1, "all retries failed"_L1};
    case ResultCode::ClientInternal:
        return {"ClientInternal"_L1, "a defect of this program"_L1};
    case ResultCode::ClientMaxErrorRate:
        return {"ClientMaxErrorRate"_L1, "the node failed too often and is left alone for a moment"_L1};
    case ResultCode::ClientNoResponse:
        return {"ClientNoResponse"_L1, "no answer came for this row"_L1};
    case ResultCode::ClientBatchFailed:
        return {"ClientBatchFailed"_L1, "rows of the batch failed"_L1};
    case ResultCode::ClientTimeout:
        return {"ClientTimeout"_L1, "no answer in time"_L1};
    case ResultCode::ClientProtocol:
        return {"ClientProtocol"_L1, "the peer broke the protocol"_L1};
    case ResultCode::ClientAuthentication:
        return {"ClientAuthentication"_L1, "the login failed"_L1};
    case ResultCode::ClientAelSyntax:
        return {"ClientAelSyntax"_L1, "the text of the query is not valid"_L1};
    }
    return {}; // a code of a newer server
}

} // namespace

QLatin1StringView resultCodeName(ResultCode code) noexcept
{
    return words(code).name;
}

QLatin1StringView resultCodeText(ResultCode code) noexcept
{
    return words(code).text;
}

bool isRetryable(ResultCode code) noexcept
{
    return code == ResultCode::Timeout || code == ResultCode::Unavailable ||
           code == ResultCode::DeviceOverload;
}

} // namespace Aeroscope
