// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QLatin1StringView>

namespace Aeroscope {

/// Result codes of the protocol (protocol section 3.3) and, below zero, failures that never left the client.
/// A client-side code is always negative, so a row that failed here can never look like Ok.
enum class ResultCode : int {
    Ok = 0,
    Unknown = 1,
    NotFound = 2,
    Generation = 3,
    Parameter = 4,
    RecordExists = 5,
    BinExists = 6,
    ClusterKeyMismatch = 7,
    OutOfSpace = 8,
    Timeout = 9,
    AlwaysForbidden = 10,
    Unavailable = 11,
    IncompatibleType = 12,
    RecordTooBig = 13,
    KeyBusy = 14,
    QueryAborted = 15,
    UnsupportedFeature = 16,
    BinNotFound = 17,
    DeviceOverload = 18,
    KeyMismatch = 19,
    Namespace = 20,
    BinName = 21,
    Forbidden = 22,
    ElementNotFound = 23,
    ElementExists = 24,
    EnterpriseOnly = 25,
    OpNotApplicable = 26,
    FilteredOut = 27,
    LostConflict = 28,
    InvalidEncoding = 29,
    XdrKeyBusy = 32,
    SecurityEnd = 50,
    SecurityNotSupported = 51,
    SecurityNotEnabled = 52,
    SecurityScheme = 53,
    SecurityCommand = 54,
    SecurityField = 55,
    SecurityState = 56,
    UserUnknown = 60,
    UserExists = 61,
    PasswordInvalid = 62,
    PasswordExpired = 63,
    PasswordForbidden = 64,
    CredentialInvalid = 65,
    SessionExpired = 66,
    RoleUnknown = 70,
    RoleExists = 71,
    PrivilegeInvalid = 72,
    WhitelistInvalid = 73,
    QuotasNotEnabled = 74,
    QuotaInvalid = 75,
    NotAuthenticated = 80,
    RoleViolation = 81,
    NotWhitelisted = 82,
    QuotaExceeded = 83,
    LdapNotConfigured = 90,
    LdapSetup = 91,
    LdapTlsSetup = 92,
    LdapAuthentication = 93,
    LdapQuery = 94,
    UdfExecution = 100,
    TransactionBlocked = 120,
    TransactionVersionMismatch = 121,
    TransactionExpired = 122,
    TransactionTooManyWrites = 123,
    TransactionCommitted = 124,
    TransactionAborted = 125,
    TransactionAlreadyLocked = 126,
    TransactionMonitorExists = 127,
    BatchDisabled = 150,
    BatchMaxRequests = 151,
    BatchQueuesFull = 152,
    GeoInvalidGeoJson = 160,
    IndexFound = 200,
    IndexNotFound = 201,
    IndexOutOfMemory = 202,
    IndexNotReadable = 203,
    IndexGeneric = 204,
    IndexNameMaxLength = 205,
    IndexMaxCount = 206,
    QueryAbortedLegacy = 210,
    QueryQueueFull = 211,
    QueryTimeout = 212,
    QueryGeneric = 213,
    UdfNotFound = 1301,
    LuaFileNotFound = 1302,

    ClientError = -1,
    ClientParameter = -2,
    ClientInvalidHost = -4,
    ClientCancelled = -5,
    ClientNoMoreConnections = -7,
    ClientInvalidNode = -8,
    ClientTls = -9,
    ClientConnection = -10,
    ClientMaxRetries = -12,
    ClientInternal = -13,
    ClientMaxErrorRate = -14,
    ClientNoResponse = -15,
    ClientBatchFailed = -16,
    ClientTimeout = -21,
    ClientProtocol = -22,
    ClientAuthentication = -23,
    ClientAelSyntax = -24,
};

/// The name of a code as this project spells it ("RecordExists"); "Code 999" codes give an empty view.
[[nodiscard]] QLatin1StringView resultCodeName(ResultCode code) noexcept;

/// One English sentence without a full stop for logs and the command line; the window has its own, translated
/// ones.
[[nodiscard]] QLatin1StringView resultCodeText(ResultCode code) noexcept;

/// True for the server codes that the retry loop may try again (protocol section 10.5): 9, 11, 18.
[[nodiscard]] bool isRetryable(ResultCode code) noexcept;

} // namespace Aeroscope
