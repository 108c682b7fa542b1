// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/runtask.h"
#include "ui/workbench/changeset.h"
#include "ui/workbench/journal.h"
#include "ui/workbench/storeddatakey.h"

#include <QFile>
#include <QHash>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace Aeroscope;
using namespace Aeroscope::Workbench;
using namespace Qt::StringLiterals;

namespace {

RecordEdit edit(int number, Value value)
{
    RecordImage image;
    image.record.key = *Key::of("test", "set", number);
    image.record.generation = 7;
    image.record.bins = {{"a", 0}, {"l", List{{Value(), 1.5, Value::blob("\x00\xff")}, ListOrder::Ordered}}};
    image.lastUpdate = 123'456'789;
    image.storedKey = StoredKey::Yes;
    RecordEdit change = RecordEdit::change(std::move(image));
    change.setBin("a", std::move(value));
    return change;
}

QList<qint64> valuesOf(const ChangeSet &set)
{
    QList<qint64> values;
    for (const StagedItem &item : set.items())
        values.append(item.edit.valueOf("a")->toInteger());
    return values;
}

/// Answers at once, or later.
class TestKeychain : public Keychain
{
public:
    explicit TestKeychain(bool later)
        : m_later(later)
    {}
    void read(const QString &key, Answer done) override
    {
        const auto it = secrets.constFind(key);
        answer(done, it == secrets.constEnd() ? std::nullopt : std::optional(*it));
    }
    void write(const QString &key, const QString &secret, Answer done) override
    {
        secrets.insert(key, secret);
        answer(done, std::nullopt);
    }
    void remove(const QString &key, Answer done) override
    {
        secrets.remove(key);
        answer(done, std::nullopt);
    }
    QHash<QString, QString> secrets;
    bool fails = false;

private:
    void answer(const Answer &done, std::optional<QString> secret) const
    {
        Result<std::optional<QString>> result = std::move(secret);
        if (fails)
            result = std::unexpected(Error::notConnected(u"no keychain"_s));
        if (m_later)
            QTimer::singleShot(0, [done, result] { done(result); });
        else
            done(result);
    }
    bool m_later;
};

} // namespace

class TestChangeSet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(u"deep/staged.log"_s);
    }
    void revertsAndUndoes();
    void undoesAGroupAtOnce();
    void comesBackAfterACrash();
    void isForItsOwnerOnly();
    void leavesAFileOfAnotherKeyAlone();
    void survivesATornTail();
    void leavesOutADamagedEntry();
    void staysSmall();
    void sharesALog();
    void boundsTheJournal();
    void undoesFromTheJournal();
    void keepsItsKeyInTheKeychain_data();
    void keepsItsKeyInTheKeychain();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
    DataKey m_key = DataKey::random();
};

void TestChangeSet::revertsAndUndoes()
{
    ChangeSet set;
    const QSignalSpy changed(&set, &ChangeSet::changed);
    QVERIFY(set.stage(edit(1, 10), u"first"_s));
    const Result<quint64> second = set.stage(edit(2, 20), u"second"_s);
    QVERIFY(second);
    QVERIFY(set.stage(edit(1, 11), u"again"_s));
    QCOMPARE(valuesOf(set), (QList<qint64>{20, 11}));
    QVERIFY(set.find(*Key::of("test", "set", 1)));
    QVERIFY(set.revert(*second));
    QCOMPARE(valuesOf(set), QList<qint64>{11});
    QVERIFY(set.undo());
    QVERIFY(set.undo());
    QCOMPARE(set.redoText(), u"again"_s);
    QCOMPARE(set.undoText(), u"second"_s);
    auto values = valuesOf(set);
    std::ranges::sort(values);
    QCOMPARE(values, (QList<qint64>{10, 20}));
    QVERIFY(set.redo());
    QVERIFY(set.redo());
    QVERIFY(!set.canRedo());
    QCOMPARE(valuesOf(set), QList<qint64>{11});
    // Taking a change back in the editor takes it out of the set.
    RecordEdit none = edit(1, 11);
    none.revertAll();
    QCOMPARE(set.stage(none).value(), quint64(0));
    QVERIFY(set.isEmpty());
    QVERIFY(changed.size() > 5);
}

void TestChangeSet::undoesAGroupAtOnce()
{
    ChangeSet set;
    set.beginGroup(u"paste"_s);
    for (int i = 0; i < 5; ++i)
        QVERIFY(set.stage(edit(i, i + 1)));
    set.endGroup();
    QCOMPARE(set.undoText(), u"paste"_s);
    QVERIFY(set.undo());
    QVERIFY(set.isEmpty());
    QVERIFY(set.redo());
    QCOMPARE(set.items().size(), size_t(5));
}

void TestChangeSet::comesBackAfterACrash()
{
    {
        ChangeSet set;
        QVERIFY(set.keepIn(m_file, m_key));
        QVERIFY(set.stage(edit(1, 10)));
        QVERIFY(set.stage(edit(2, 20)));
        QVERIFY(set.stage(edit(3, 30)));
        QVERIFY(set.revert(set.items()[1].id));
        RecordEdit more = edit(4, 40);
        more.setExpiry(ExpiryChoice::in(99));
        more.removeBin("l");
        QVERIFY(set.stage(more));
    }
    ChangeSet set;
    QVERIFY(set.keepIn(m_file, m_key));
    QCOMPARE(valuesOf(set), (QList<qint64>{10, 30, 40}));
    const RecordEdit &back = set.items()[2].edit;
    QVERIFY(back.expiry() == ExpiryChoice::in(99));
    QVERIFY(!back.valueOf("l"));
    QCOMPARE(back.image().lastUpdate, 123'456'789);
    QCOMPARE(back.image().storedKey, StoredKey::Yes);
    QVERIFY(back.base().bins == edit(4, 1).base().bins);
    QVERIFY(back.base().key.userKey() == Value(4));
}

void TestChangeSet::isForItsOwnerOnly()
{
    ChangeSet set;
    QVERIFY(set.keepIn(m_file, m_key));
    RecordEdit secret = edit(1, 1);
    secret.setBin("a", "the secret word");
    QVERIFY(set.stage(secret));
    QFile file(m_file);
    QCOMPARE(file.permissions() & ~(QFileDevice::ReadUser | QFileDevice::WriteUser),
             QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("secret"));
}

void TestChangeSet::leavesAFileOfAnotherKeyAlone()
{
    {
        ChangeSet set;
        QVERIFY(set.keepIn(m_file, m_key));
        QVERIFY(set.stage(edit(1, 10)));
    }
    ChangeSet other;
    QVERIFY(!other.keepIn(m_file, DataKey::random()));
    QVERIFY(!EncryptedLog(m_file, DataKey::random()).append({"x"}, true));
    ChangeSet set;
    QVERIFY(set.keepIn(m_file, m_key));
    QCOMPARE(valuesOf(set), QList<qint64>{10});
}

void TestChangeSet::survivesATornTail()
{
    QList<qint64> sizes;
    {
        EncryptedLog log(m_file, m_key);
        for (int i = 0; i < 4; ++i) {
            QVERIFY(log.append({QByteArray::number(i)}, true));
            sizes.append(log.bytes());
        }
    }
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray whole = file.readAll();
    // Cut at every byte: what was whole is there, and what is appended after it too.
    for (qsizetype cut = 0; cut <= whole.size(); ++cut) {
        QFile torn(m_file);
        QVERIFY(torn.open(QIODevice::WriteOnly | QIODevice::Truncate));
        torn.write(whole.first(cut));
        torn.close();
        const auto complete = std::ranges::count_if(sizes, [&](qint64 size) { return size <= cut; });
        EncryptedLog log(m_file, m_key);
        const auto entries = log.read();
        QVERIFY2(entries, qPrintable(QString::number(cut)));
        QCOMPARE(qsizetype(entries->size()), qsizetype(complete));
        QVERIFY(log.append({"after"}, false));
        QCOMPARE(EncryptedLog(m_file, m_key).read()->back(), "after"_ba);
    }
}

void TestChangeSet::leavesOutADamagedEntry()
{
    EncryptedLog log(m_file, m_key);
    QVERIFY(log.append({"one"}, false));
    const qint64 before = log.bytes();
    QVERIFY(log.append({"two"}, false));
    QVERIFY(log.append({"three"}, false));
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(before + 20));
    const QByteArray byte = file.peek(1);
    file.write(QByteArray(1, static_cast<char>(~byte[0])));
    file.close();
    int damaged = 0;
    const auto entries = EncryptedLog(m_file, m_key).read(&damaged);
    QVERIFY(entries);
    QCOMPARE(damaged, 1);
    QCOMPARE(*entries, (EncryptedLog::Entries{"one", "three"}));
}

void TestChangeSet::staysSmall()
{
    ChangeSet set;
    QVERIFY(set.keepIn(m_file, m_key));
    QVERIFY(set.stage(edit(1, 1)));
    const qint64 one = QFileInfo(m_file).size();
    set.beginGroup({});
    for (int i = 2; i < 800; ++i)
        QVERIFY(set.stage(edit(1, i)));
    set.endGroup();
    QVERIFY(QFileInfo(m_file).size() < one * 400);
    ChangeSet again;
    QVERIFY(again.keepIn(m_file, m_key));
    QCOMPARE(valuesOf(again), QList<qint64>{799});
}

void TestChangeSet::sharesALog()
{
    EncryptedLog first(m_file, m_key);
    EncryptedLog second(m_file, m_key);
    QVERIFY(first.append({"1"}, false));
    QVERIFY(second.append({"2"}, false));
    QVERIFY(first.rewrite([](EncryptedLog::Entries entries) {
        entries.insert(entries.begin(), "0");
        return entries;
    }));
    QVERIFY(second.append({"3"}, false));
    QVERIFY(first.append({"4"}, false));
    QCOMPARE(*second.read(), (EncryptedLog::Entries{"0", "1", "2", "3", "4"}));
}

void TestChangeSet::boundsTheJournal()
{
    constexpr qint64 limit = 100'000;
    auto journal = *Journal::open(m_file, m_key, limit);
    std::vector<JournalEntry> held(1);
    held[0].key = *Key::of("test", "set", 0);
    held[0].edit = edit(0, 1);
    QVERIFY(journal->begin(held)); // stays open
    for (int i = 1; i < 60; ++i) {
        std::vector<JournalEntry> entries(1);
        entries[0].key = *Key::of("test", "set", i);
        entries[0].edit = edit(i, 1);
        entries[0].edit->setBin("big", Value::blob(QByteArray(5000, 'x')));
        entries[0].call = u"put(a, 1)"_s;
        QVERIFY(journal->begin(entries));
        QVERIFY(journal->end({{entries[0].id, WriteOutcome::Applied, {}, 8}}));
        QVERIFY(QFileInfo(m_file).size() < limit + 20'000);
    }
    journal = *Journal::open(m_file, m_key, limit);
    QCOMPARE(journal->entries().size(), size_t(60));
    QVERIFY(journal->entries()[0].edit); // nobody knows yet what became of it
    QVERIFY(!journal->entries()[1].edit);
    QVERIFY(journal->entries().back().edit);
    QCOMPARE(journal->open().size(), size_t(1));
    QCOMPARE(journal->auditLines().count('\n'), 60);
    QVERIFY(!undoOf(journal->entries()[1], 0));
    QVERIFY(!undoOf(journal->entries()[0], 0));
    QVERIFY(undoOf(journal->entries().back(), 0));
}

void TestChangeSet::undoesFromTheJournal()
{
    JournalEntry entry;
    entry.outcome = WriteOutcome::Applied;
    entry.key = *Key::of("test", "set", 1);
    entry.edit = edit(1, 5);
    entry.edit->setBin("new", true);
    entry.edit->removeBin("l");
    entry.generation = 8;
    Result<RecordEdit> back = undoOf(entry, 0);
    QVERIFY(back);
    QCOMPARE(back->base().generation, 8U);
    QVERIFY(back->valueOf("a") == Value(0));
    QVERIFY(!back->valueOf("new"));
    QVERIFY(back->valueOf("l") == *entry.edit->base().bin("l"));
    QVERIFY(back->expiry() == ExpiryChoice::keep());
    entry.edit = RecordEdit::remove(entry.edit->image());
    back = undoOf(entry, 0);
    QVERIFY(back);
    QCOMPARE(back->kind(), RecordEdit::Kind::Insert);
    QVERIFY(back->storesKey());
    QVERIFY(back->expiry() == ExpiryChoice::never());
}

void TestChangeSet::keepsItsKeyInTheKeychain_data()
{
    QTest::addColumn<bool>("later");
    QTest::newRow("at once") << false;
    QTest::newRow("later") << true;
}

void TestChangeSet::keepsItsKeyInTheKeychain()
{
    QFETCH(bool, later);
    const auto keychain = std::make_shared<TestKeychain>(later);
    const Result<DataKey> made = Test::runTask(storedDataKey(keychain));
    QVERIFY(made);
    QCOMPARE(keychain->secrets.size(), 1);
    QVERIFY(Test::runTask(storedDataKey(keychain)) == *made);
    keychain->fails = true;
    QCOMPARE(Test::runTask(storedDataKey(keychain)).error().kind, ErrorKind::NotConnected);
    // One that somebody overwrote is not taken for a key.
    keychain->fails = false;
    keychain->secrets.begin().value() = u"abc"_s;
    QVERIFY(!Test::runTask(storedDataKey(keychain)));
}

QTEST_GUILESS_MAIN(TestChangeSet)
#include "tst_changeset.moc"
