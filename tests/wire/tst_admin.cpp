// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/wire/admin.h"

#include "tests/wire/recordings.h"

#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Wire;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestAdmin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesWhatTheServerWasSent();
    void writesTheDocumentedRequests();
    void readsALogin();
    void aServerWithoutSecurityIsNoFailure();
    void loginFailuresAreAuthentication_data();
    void loginFailuresAreAuthentication();
    void readsUsersAndRoles();
    void everyTruncationIsRefused();
    void badListsAreRefused_data();
    void badListsAreRefused();
    void refusesNamesThatDoNotFit();
};

namespace {

// bcrypt of "admin" with the protocol's fixed salt
const QByteArray adminHash = "$2a$10$7EqJtq98hPqEX7fNZaFWoO1mVO/4MLpGzsqojz6E9Gef6iXDjXdDa"_ba;
const QByteArray token =
    QByteArray::fromHex("101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f");
const QByteArray userRecords = QByteArray::fromHex("00000005000000000000000000000000"
                                                   "0000000400616e6e"
                                                   "0000000d0a010a726561642d7772697465"
                                                   "000000121004000000000000000c0000000000000001"
                                                   "000000121104000000000000000000000000000000"
                                                   "00"
                                                   "000000051200000003"
                                                   "00320000000000000000000000000000");

QByteArray record(int code, const QByteArray &fields, int count)
{
    QByteArray bytes(16, '\0');
    bytes[1] = static_cast<char>(code);
    bytes[3] = static_cast<char>(count);
    return bytes + fields;
}

template <class Encode>
QByteArray frame(Encode encode)
{
    WireBuffer out;
    return encode(out) ? out.toByteArray().toHex() : "refused"_ba;
}

} // namespace

void TestAdmin::writesWhatTheServerWasSent()
{
    const Recording login = recording("sec-login-internal");
    const QByteArray credential = login.request.last(60);
    QCOMPARE(frame([&](WireBuffer &out) { return encodeLogin(out, "admin", credential); }),
             login.request.toHex());
    const Recording query = recording("sec-query-users");
    QCOMPARE(frame([&](WireBuffer &out) { return encodeQueryUsers(out); }), query.request.toHex());
    const Recording authenticate = recording("sec-auth-token");
    const QByteArray body = authenticate.request.mid(8);
    Cursor cursor{body};
    cursor.take(16);
    const QByteArray user = cursor.take(cursor.word(4)).mid(1);
    const QByteArray sessionToken = cursor.take(cursor.word(4)).mid(1);
    QCOMPARE(frame([&](WireBuffer &out) { return encodeAuthenticate(out, user, sessionToken); }),
             authenticate.request.toHex());
}

void TestAdmin::writesTheDocumentedRequests()
{
    const QByteArray hash = adminHash.toHex();
    QCOMPARE(frame([&](WireBuffer &out) { return encodeAuthenticate(out, "admin", token); }),
             "020200000000003f00000002000000000000000000000000000000060061646d696e0000002105" +
                 token.toHex());
    QCOMPARE(frame([&](WireBuffer &out) { return encodeAuthenticate(out, {}, token); }),
             "020200000000003500000001000000000000000000000000"
             "0000002105" +
                 token.toHex());
    QCOMPARE(frame([&](WireBuffer &out) { return encodePkiLogin(out); }),
             "020200000000001000001400000000000000000000000000"_ba);
    QCOMPARE(
        frame([&](WireBuffer &out) { return encodeCreateUser(out, "ann", adminHash, {"read-write"_ba}); }),
        "020200000000006a00000103000000000000000000000000"
        "0000000400616e6e"
        "0000003d01" +
            hash + "0000000d0a010a726561642d7772697465");
    QCOMPARE(
        frame([&](WireBuffer &out) {
            return AdminEncoder(out, AdminCommand::CreateRole)
                .field(AdminField::Role, "r1")
                .privileges({{10, "test"_ba, "demo"_ba}, {4, {}, {}}})
                .field(AdminField::Whitelist, "10.0.0.0/8")
                .field(AdminField::ReadQuota, 1000U)
                .field(AdminField::WriteQuota, 500U)
                .finish();
        }),
        "020200000000004a00000a05000000000000000000000000000000030b72310000000e0c020a04746573740464656d6f04"
        "0000000b0d31302e302e302e302f38000000050e000003e8000000050f000001f4"_ba);
    const QByteArray external =
        frame([&](WireBuffer &out) { return encodeExternalLogin(out, "ann", adminHash, "secret"); });
    QVERIFY(external.endsWith("0000000704" + QByteArray("secret").toHex()));
    QCOMPARE(frame([&](WireBuffer &out) { return encodeDropUser(out, "ann"); }),
             "0202000000000018000002010000000000000000000000000000000400616e6e"_ba);
    QVERIFY(frame([&](WireBuffer &out) {
                return encodeSetPassword(out, "ann", adminHash);
            }).contains("0000003d01" + hash));
    QVERIFY(frame([&](WireBuffer &out) {
                return encodeChangePassword(out, "ann", adminHash, adminHash);
            }).contains("0000003d02" + hash + "0000003d01" + hash));
    QCOMPARE(frame([&](WireBuffer &out) { return encodeUserRoles(out, false, "ann", {"r"_ba}); }),
             "020200000000002000000602000000000000000000000000"
             "0000000400616e6e"
             "000000040a010172"_ba);
    QCOMPARE(frame([&](WireBuffer &out) { return encodeQueryRoles(out, "r1"); }),
             "020200000000001700001001000000000000000000000000000000030b7231"_ba);
}

void TestAdmin::readsALogin()
{
    const QByteArray body = QByteArray::fromHex("000000020000000000000000000000000000002105") + token +
                            QByteArray::fromHex("000000050600015180");
    const auto login = parseLoginReply(body);
    QVERIFY(login);
    QVERIFY(login->isSecurityEnabled);
    QCOMPARE(login->sessionToken, token);
    QCOMPARE(login->sessionTtl, 86400s);
    QVERIFY(parseAdminResult(record(0, {}, 0)));
}

void TestAdmin::aServerWithoutSecurityIsNoFailure()
{
    const auto login = parseLoginReply(record(52, {}, 0));
    QVERIFY(login);
    QVERIFY(!login->isSecurityEnabled);
    QVERIFY(!parseAdminResult(record(52, {}, 0)));
}

void TestAdmin::loginFailuresAreAuthentication_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("code");
    QTest::newRow("recorded: community edition") << recording("sec-login-internal").reply.mid(8) << 51;
    QTest::newRow("credential") << record(65, {}, 0) << 65;
    QTest::newRow("expired password") << record(63, {}, 0) << 63;
    QTest::newRow("expired session") << record(66, {}, 0) << 66;
    QTest::newRow("not whitelisted") << record(82, {}, 0) << 82;
}

void TestAdmin::loginFailuresAreAuthentication()
{
    QFETCH(QByteArray, body);
    QFETCH(int, code);
    const auto login = parseLoginReply(body);
    QVERIFY(!login);
    QCOMPARE(login.error().kind, ErrorKind::Authentication);
    QCOMPARE(static_cast<int>(login.error().code), code);
}

void TestAdmin::readsUsersAndRoles()
{
    const auto records = parseAdminReply(userRecords);
    QVERIFY(records);
    QCOMPARE(records->size(), size_t(2));
    const AdminRecord &ann = records->at(0);
    QCOMPARE(ann.code, ResultCode::Ok);
    QCOMPARE(ann.text(AdminField::User), "ann"_ba);
    QCOMPARE(ann.roles(), QList<QByteArray>{"read-write"_ba});
    QCOMPARE(ann.numbers(AdminField::ReadInfo), (QList<quint32>{0, 12, 0, 1}));
    QCOMPARE(ann.number(AdminField::Connections), std::optional<quint32>(3));
    QVERIFY(!ann.number(AdminField::User));
    QVERIFY(ann.privileges()->isEmpty());
    QCOMPARE(records->at(1).code, ResultCode::SecurityEnd);

    const QByteArray privileges = QByteArray::fromHex("0000000e0c020a04746573740464656d6f04");
    const auto roles = parseAdminReply(record(0, privileges, 1));
    QVERIFY(roles);
    QCOMPARE(roles->at(0).privileges(), (QList<Privilege>{{10, "test"_ba, "demo"_ba}, {4, {}, {}}}));
}

void TestAdmin::everyTruncationIsRefused()
{
    for (qsizetype size = 0; size < userRecords.size(); ++size) {
        if (size == userRecords.size() - 16)
            continue; // the end of the first record
        const QByteArray cut(userRecords.constData(), size);
        const auto records = parseAdminReply(cut);
        QVERIFY(!records);
        QCOMPARE(records.error().kind, ErrorKind::Protocol);
    }
}

void TestAdmin::badListsAreRefused_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << ""_ba;
    QTest::newRow("too few items") << "\x02\x01r"_ba;
    QTest::newRow("item longer than the field") << "\x01\x09r"_ba;
    QTest::newRow("more than its count") << "\x01\x01rx"_ba;
}

void TestAdmin::badListsAreRefused()
{
    QFETCH(QByteArray, content);
    AdminRecord roles;
    roles.fields.emplace_back(AdminField::Roles, content);
    QVERIFY(!roles.roles());
    AdminRecord privileges;
    privileges.fields.emplace_back(AdminField::Privileges,
                                   content.isEmpty() ? content : "\x01\x0a" + content.mid(1));
    QVERIFY(!privileges.privileges());
    AdminRecord numbers;
    numbers.fields.emplace_back(AdminField::ReadInfo, content);
    QVERIFY(!numbers.numbers(AdminField::ReadInfo));
}

void TestAdmin::refusesNamesThatDoNotFit()
{
    QCOMPARE(frame([&](WireBuffer &out) { return encodeUserRoles(out, true, "a", {QByteArray(64, 'r')}); }),
             "refused"_ba);
    QCOMPARE(frame([&](WireBuffer &out) { return encodeUserRoles(out, true, "a", {""_ba}); }), "refused"_ba);
    QCOMPARE(frame([&](WireBuffer &out) {
                 return encodeUserRoles(out, true, "a", QList<QByteArray>(256, "r"_ba));
             }),
             "refused"_ba);
    QCOMPARE(
        frame([&](WireBuffer &out) {
            return AdminEncoder(out, AdminCommand::GrantPrivileges).privileges({{1, "test"_ba, {}}}).finish();
        }),
        "refused"_ba); // a global privilege has no scope
}

QTEST_GUILESS_MAIN(TestAdmin)
#include "tst_admin.moc"
