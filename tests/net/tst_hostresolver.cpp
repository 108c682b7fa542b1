// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/hostresolver.h"
#include "tests/support/runtask.h"

#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Net;
using namespace Aeroscope::Test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestHostResolver : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void literalsNeedNoLookUp_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("endpoint");
        QTest::newRow("IPv4") << u"127.0.0.1"_s << u"127.0.0.1:3000"_s;
        QTest::newRow("IPv6") << u"::1"_s << u"[::1]:3000"_s;
        QTest::newRow("IPv6 in brackets") << u"[::1]"_s << u"[::1]:3000"_s;
        QTest::newRow("IPv6 with a scope") << u"fe80::1%lo"_s << u"[fe80::1%lo]:3000"_s;
        QTest::newRow("blanks around") << u" 10.0.0.1 "_s << u"10.0.0.1:3000"_s;
    }
    void literalsNeedNoLookUp()
    {
        QFETCH(QString, host);
        QFETCH(QString, endpoint);
        auto task = resolveHost(host, 3000, Deadline::never());
        QVERIFY(task.isReady());
        const auto result = runTask(std::move(task));
        QVERIFY(result);
        QCOMPARE(result->size(), 1);
        QCOMPARE(result->constFirst().toString(), endpoint);
    }

    void localhostIsFound()
    {
        const auto result = runTask(resolveHost(u"localhost"_s, 4333, Deadline::after(20s)));
        QVERIFY(result);
        QVERIFY(!result->isEmpty());
        for (const Endpoint &endpoint : *result) {
            QVERIFY(endpoint.address.isLoopback());
            QCOMPARE(endpoint.port, quint16(4333));
        }
    }

    void anUnknownNameIsANetworkError_data()
    {
        QTest::addColumn<QString>("host");
        QTest::newRow("empty") << QString();
        QTest::newRow("no name") << u"bad..name"_s; // refused before anybody is asked
        QTest::newRow("blank inside") << u"bad name"_s;
    }
    void anUnknownNameIsANetworkError()
    {
        QFETCH(QString, host);
        const auto result = runTask(resolveHost(host, 3000, Deadline::after(20s)));
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Network);
        QVERIFY2(result.error().message.contains(host.isEmpty() ? u"empty"_s : u"not a host name"_s),
                 qPrintable(result.error().message));
    }

    void aStoppedLookUpIsCancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto before = runTask(resolveHost(u"localhost"_s, 1, Deadline::never(), stop.get_token()));
        QVERIFY(!before);
        QCOMPARE(before.error().kind, ErrorKind::Cancelled);

        std::stop_source later;
        auto task = resolveHost(u"localhost.localdomain"_s, 1, Deadline::never(), later.get_token());
        later.request_stop();
        const auto during = runTask(std::move(task));
        QVERIFY(during || during.error().kind == ErrorKind::Cancelled ||
                during.error().kind == ErrorKind::Network);
    }

    void endpointsKeepTheirNativeForm()
    {
        for (const char *text : {"127.0.0.1", "::1", "2001:db8::7"}) {
            const Endpoint endpoint{QHostAddress(QString::fromLatin1(text)), 12345};
            const Endpoint::Native native = endpoint.toNative();
            QVERIFY(native.length > 0);
            QCOMPARE(Endpoint::fromNative(native.storage), endpoint);
        }
        QCOMPARE(Endpoint().toNative().length, socklen_t(0));
    }
};

QTEST_GUILESS_MAIN(TestHostResolver)
#include "tst_hostresolver.moc"
