// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/wire/admin.h"

#include "client/wire/proto.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Wire {

namespace {

constexpr qsizetype adminHeaderSize = 16;
constexpr qsizetype resultOffset = 1;
constexpr qsizetype commandOffset = 2;
constexpr qsizetype fieldCountOffset = 3;
constexpr qsizetype maxRoleName = 63;
constexpr qsizetype maxCount = 255;
constexpr quint8 firstScopedPrivilege = 10;

std::unexpected<Error> malformed()
{
    return std::unexpected(Error::protocol(u"a reply about security is malformed"_s));
}

/// Takes pieces off the front; false when there is not enough.
struct Pieces
{
    QByteArrayView rest;

    bool byte(quint8 &out) noexcept
    {
        if (rest.isEmpty())
            return false;
        out = static_cast<quint8>(rest.front());
        rest = rest.sliced(1);
        return true;
    }
    bool shortText(QByteArray &out)
    {
        quint8 size = 0;
        if (!byte(size) || rest.size() < size)
            return false;
        out = rest.first(size).toByteArray();
        rest = rest.sliced(size);
        return true;
    }
    bool word(quint32 &out) noexcept
    {
        if (rest.size() < qsizetype(sizeof out))
            return false;
        out = qFromBigEndian<quint32>(rest.data());
        rest = rest.sliced(sizeof out);
        return true;
    }
};

/// `u8 count`, then that many items, then nothing.
template <class Item, class Read>
Result<QList<Item>> countedList(const QByteArray *content, Read read)
{
    QList<Item> items;
    if (!content)
        return items;
    Pieces pieces{*content};
    quint8 count = 0;
    if (!pieces.byte(count))
        return malformed();
    for (int i = 0; i < count; ++i) {
        if (!read(pieces, items.emplaceBack()))
            return malformed();
    }
    if (!pieces.rest.isEmpty())
        return malformed();
    return items;
}

} // namespace

AdminEncoder::AdminEncoder(WireBuffer &out, AdminCommand command)
    : m_out(out)
    , m_start(out.size())
{
    char *const at = out.claim(protoHeaderSize + adminHeaderSize);
    std::fill_n(at, protoHeaderSize + adminHeaderSize, '\0');
    at[protoHeaderSize + commandOffset] = static_cast<char>(command);
}

void AdminEncoder::header(AdminField id, qsizetype contentSize)
{
    m_out.u32(static_cast<quint32>(contentSize + 1));
    m_out.byte(static_cast<quint8>(id));
    ++m_fields;
}

AdminEncoder &AdminEncoder::field(AdminField id, QByteArrayView content)
{
    header(id, content.size());
    m_out.bytes(content);
    return *this;
}

AdminEncoder &AdminEncoder::field(AdminField id, quint32 content)
{
    header(id, sizeof content);
    m_out.u32(content);
    return *this;
}

AdminEncoder &AdminEncoder::roles(const QList<QByteArray> &names)
{
    m_isSound = m_isSound && names.size() <= maxCount;
    qsizetype size = 1;
    for (const QByteArray &name : names) {
        m_isSound = m_isSound && !name.isEmpty() && name.size() <= maxRoleName;
        size += 1 + name.size();
    }
    header(AdminField::Roles, size);
    m_out.byte(static_cast<quint8>(names.size()));
    for (const QByteArray &name : names) {
        m_out.byte(static_cast<quint8>(name.size()));
        m_out.bytes(name);
    }
    return *this;
}

AdminEncoder &AdminEncoder::privileges(const QList<Privilege> &privileges)
{
    const auto isScoped = [](const Privilege &one) { return one.code >= firstScopedPrivilege; };
    m_isSound = m_isSound && privileges.size() <= maxCount;
    qsizetype size = 1;
    for (const Privilege &one : privileges) {
        m_isSound = m_isSound && one.namespaceName.size() <= 31 && one.setName.size() <= 63 &&
                    (isScoped(one) || (one.namespaceName.isEmpty() && one.setName.isEmpty()));
        size += 1 + (isScoped(one) ? 2 + one.namespaceName.size() + one.setName.size() : 0);
    }
    header(AdminField::Privileges, size);
    m_out.byte(static_cast<quint8>(privileges.size()));
    for (const Privilege &one : privileges) {
        m_out.byte(one.code);
        if (!isScoped(one))
            continue;
        m_out.byte(static_cast<quint8>(one.namespaceName.size()));
        m_out.bytes(one.namespaceName);
        m_out.byte(static_cast<quint8>(one.setName.size()));
        m_out.bytes(one.setName);
    }
    return *this;
}

Result<void> AdminEncoder::finish()
{
    if (!m_isSound) {
        m_out.truncate(m_start);
        return std::unexpected(Error::invalidArgument(
            u"role names have 1 to 63 bytes, lists at most 255 items, and only data privileges have a scope"_s));
    }
    const qsizetype bodySize = m_out.size() - m_start - protoHeaderSize;
    m_out.setU64(m_start, ProtoHeader{FrameType::Admin, bodySize}.word());
    m_out.setByte(m_start + protoHeaderSize + fieldCountOffset, static_cast<quint8>(m_fields));
    return {};
}

Result<void> encodeLogin(WireBuffer &out, QByteArrayView user, QByteArrayView passwordHash)
{
    return AdminEncoder(out, AdminCommand::Login)
        .field(AdminField::User, user)
        .field(AdminField::Credential, passwordHash)
        .finish();
}

Result<void> encodeExternalLogin(WireBuffer &out, QByteArrayView user, QByteArrayView passwordHash,
                                 QByteArrayView clearPassword)
{
    return AdminEncoder(out, AdminCommand::Login)
        .field(AdminField::User, user)
        .field(AdminField::Credential, passwordHash)
        .field(AdminField::ClearPassword, clearPassword)
        .finish();
}

Result<void> encodePkiLogin(WireBuffer &out)
{
    return AdminEncoder(out, AdminCommand::Login).finish();
}

Result<void> encodeAuthenticate(WireBuffer &out, QByteArrayView user, QByteArrayView sessionToken)
{
    AdminEncoder encoder(out, AdminCommand::Authenticate);
    if (!user.isEmpty())
        encoder.field(AdminField::User, user);
    return encoder.field(AdminField::SessionToken, sessionToken).finish();
}

Result<void> encodeCreateUser(WireBuffer &out, QByteArrayView user, QByteArrayView passwordHash,
                              const QList<QByteArray> &roles)
{
    return AdminEncoder(out, AdminCommand::CreateUser)
        .field(AdminField::User, user)
        .field(AdminField::Password, passwordHash)
        .roles(roles)
        .finish();
}

Result<void> encodeDropUser(WireBuffer &out, QByteArrayView user)
{
    return AdminEncoder(out, AdminCommand::DropUser).field(AdminField::User, user).finish();
}

Result<void> encodeSetPassword(WireBuffer &out, QByteArrayView user, QByteArrayView passwordHash)
{
    return AdminEncoder(out, AdminCommand::SetPassword)
        .field(AdminField::User, user)
        .field(AdminField::Password, passwordHash)
        .finish();
}

Result<void> encodeChangePassword(WireBuffer &out, QByteArrayView user, QByteArrayView oldHash,
                                  QByteArrayView newHash)
{
    return AdminEncoder(out, AdminCommand::ChangePassword)
        .field(AdminField::User, user)
        .field(AdminField::OldPassword, oldHash)
        .field(AdminField::Password, newHash)
        .finish();
}

Result<void> encodeUserRoles(WireBuffer &out, bool isGrant, QByteArrayView user,
                             const QList<QByteArray> &roles)
{
    return AdminEncoder(out, isGrant ? AdminCommand::GrantRoles : AdminCommand::RevokeRoles)
        .field(AdminField::User, user)
        .roles(roles)
        .finish();
}

Result<void> encodeQueryUsers(WireBuffer &out, QByteArrayView user)
{
    AdminEncoder encoder(out, AdminCommand::QueryUsers);
    if (!user.isEmpty())
        encoder.field(AdminField::User, user);
    return encoder.finish();
}

Result<void> encodeQueryRoles(WireBuffer &out, QByteArrayView role)
{
    AdminEncoder encoder(out, AdminCommand::QueryRoles);
    if (!role.isEmpty())
        encoder.field(AdminField::Role, role);
    return encoder.finish();
}

const QByteArray *AdminRecord::field(AdminField id) const noexcept
{
    const auto found =
        std::find_if(fields.begin(), fields.end(), [id](const auto &one) { return one.first == id; });
    return found == fields.end() ? nullptr : &found->second;
}

QByteArray AdminRecord::text(AdminField id) const
{
    const QByteArray *const content = field(id);
    return content ? *content : QByteArray();
}

std::optional<quint32> AdminRecord::number(AdminField id) const noexcept
{
    const QByteArray *const content = field(id);
    if (!content || content->size() != qsizetype(sizeof(quint32)))
        return std::nullopt;
    return qFromBigEndian<quint32>(content->constData());
}

Result<QList<QByteArray>> AdminRecord::roles() const
{
    return countedList<QByteArray>(field(AdminField::Roles),
                                   [](Pieces &pieces, QByteArray &name) { return pieces.shortText(name); });
}

Result<QList<Privilege>> AdminRecord::privileges() const
{
    return countedList<Privilege>(field(AdminField::Privileges), [](Pieces &pieces, Privilege &one) {
        if (!pieces.byte(one.code))
            return false;
        return one.code < firstScopedPrivilege ||
               (pieces.shortText(one.namespaceName) && pieces.shortText(one.setName));
    });
}

Result<QList<quint32>> AdminRecord::numbers(AdminField id) const
{
    return countedList<quint32>(field(id),
                                [](Pieces &pieces, quint32 &number) { return pieces.word(number); });
}

Result<std::vector<AdminRecord>> parseAdminReply(QByteArrayView body)
{
    std::vector<AdminRecord> records;
    QByteArrayView rest = body;
    do {
        if (rest.size() < adminHeaderSize)
            return malformed();
        AdminRecord &record = records.emplace_back();
        record.code = static_cast<ResultCode>(static_cast<quint8>(rest[resultOffset]));
        const int count = static_cast<quint8>(rest[fieldCountOffset]);
        rest = rest.sliced(adminHeaderSize);
        for (int i = 0; i < count; ++i) {
            constexpr qsizetype fieldHeader = 5;
            if (rest.size() < fieldHeader)
                return malformed();
            const qsizetype size = qFromBigEndian<quint32>(rest.data());
            if (size < 1 || size > rest.size() - 4)
                return malformed();
            record.fields.emplace_back(static_cast<AdminField>(rest[4]),
                                       rest.sliced(fieldHeader, size - 1).toByteArray());
            rest = rest.sliced(4 + size);
        }
    } while (!rest.isEmpty());
    return records;
}

Result<LoginReply> parseLoginReply(QByteArrayView body)
{
    const Result<std::vector<AdminRecord>> records = parseAdminReply(body);
    if (!records)
        return std::unexpected(records.error());
    const AdminRecord &record = records->front();
    LoginReply reply;
    switch (record.code) {
    case ResultCode::Ok:
        reply.sessionToken = record.text(AdminField::SessionToken);
        reply.sessionTtl = std::chrono::seconds(record.number(AdminField::SessionTtl).value_or(0));
        return reply;
    case ResultCode::SecurityNotEnabled:
        reply.isSecurityEnabled = false;
        return reply;
    default: {
        Error error = Error::server(record.code);
        error.kind = ErrorKind::Authentication;
        return std::unexpected(std::move(error));
    }
    }
}

Result<void> parseAdminResult(QByteArrayView body)
{
    const Result<std::vector<AdminRecord>> records = parseAdminReply(body);
    if (!records)
        return std::unexpected(records.error());
    if (const ResultCode code = records->front().code; code != ResultCode::Ok)
        return std::unexpected(Error::server(code));
    return {};
}

} // namespace Aeroscope::Wire
