// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/exactjson.h"
#include "client/value/hllops.h"
#include "client/value/mapops.h"
#include "tests/integration/randomedits.h"
#include "tests/support/runtask.h"
#include "tests/support/testcluster.h"
#include "ui/workbench/committer.h"
#include "ui/workbench/plantext.h"

#include <QDateTime>
#include <QDeadlineTimer>
#include <QHash>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Test;
using namespace Aeroscope::Workbench;
using namespace Qt::StringLiterals;
using Outcome = CommitResult::Outcome;

namespace {

int numberFrom(const char *variable, int fallback)
{
    bool ok = false;
    const int number = qEnvironmentVariableIntValue(variable, &ok);
    return ok ? number : fallback;
}

/// What differs between two readings, empty when nothing does.
QByteArray difference(const Bins &wanted, const RecordImage &found)
{
    if (wanted.size() != found.record.bins.size())
        return "number of bins";
    for (const Bin &bin : wanted) {
        const Value *held = found.record.bin(bin.name);
        if (!held)
            return "no bin " + bin.name;
        if (!(*held == bin.value))
            return bin.name + ": wanted " + toExactJson(bin.value) + ", found " + toExactJson(*held);
    }
    return {};
}

QByteArray expiryDifference(VoidTime wanted, VoidTime found)
{
    if (wanted.never() != found.never() ||
        qAbs(qint64(wanted.seconds) - qint64(found.seconds)) > (wanted.never() ? 0 : 2))
        return "expiry: wanted " + QByteArray::number(wanted.seconds) + ", found " +
               QByteArray::number(found.seconds);
    return {};
}

} // namespace

class TestEdits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        Demo::ClusterOptions options;
        options.nodes = 2;
        m_cluster = TestCluster::start(options);
        m_client = m_cluster->connect();
        m_session = m_client.session(Behavior::browsing());
    }
    void cleanupTestCase()
    {
        runTask(m_client.close());
        m_session = {};
        m_client = {};
        m_cluster.reset();
    }
    void init()
    {
        m_set = m_cluster->freshSet();
        m_key = DataKey::random();
        auto journal = Journal::open(m_folder.filePath(QString::fromLatin1(m_set.setName)), m_key);
        QVERIFY(journal);
        m_journal = *std::move(journal);
    }

    void readsWhatAPlainReadDoesNot();
    void leavesTheStoredKeyAlone_data();
    void leavesTheStoredKeyAlone();
    void mergesAndReportsConflicts();
    void seesARecordMadeAnew();
    void deletesOnlyWhatWasSeen();
    void insertsOnce();
    void undoesADelete();
    void findsOutWhatIsInDoubt();
    void holdsExactlyTheEditedRecord();
    void losesNoUpdateSilently();

private:
    Key key(int number) const { return *m_set.id(number); }
    RecordImage image(const Key &key)
    {
        Result<RecordImage> read = runTask(readImage(m_session, key));
        if (!read)
            qFatal("%s", qPrintable(read.error().toString()));
        return *std::move(read);
    }
    std::vector<CommitResult> commit(std::vector<CommitItem> items)
    {
        Committer committer(m_session, m_journal.get());
        return runTask(committer.commit(std::move(items)));
    }
    std::vector<CommitResult> undoAll(const std::vector<CommitResult> &results);
    QCoro::Task<int> editUntil(int editor, QDeadlineTimer end);
    QCoro::Task<int> scriptUntil(QDeadlineTimer end);

    QTemporaryDir m_folder;
    std::unique_ptr<TestCluster> m_cluster;
    Client m_client;
    Session m_session;
    DataSet m_set;
    DataKey m_key;
    std::unique_ptr<Journal> m_journal;

    struct Applied
    {
        int record;
        QByteArray token;
        Value scalarBefore;
        Value scalarAfter;
    };
    std::vector<Applied> m_applied;
    int m_conflicts = 0;
    int m_merged = 0;
    std::vector<int> m_added;
};

void TestEdits::readsWhatAPlainReadDoesNot()
{
    QVERIFY(runTask(m_session.upsert(key(1)).set("a", 1).sendKey(true).execute()));
    QVERIFY(runTask(m_session.upsert(key(2)).set("a", 1).sendKey(false).execute()));
    const Key digestOnly = m_set.idFromDigest(key(1).digest());
    const RecordImage stored = image(digestOnly);
    QCOMPARE(stored.storedKey, StoredKey::Yes);
    QVERIFY(stored.record.key.userKey() == Value(1));
    QCOMPARE(stored.record.bins.size(), size_t(1));
    QVERIFY(stored.lastUpdate > 1'500'000'000'000'000'000);
    const RecordImage bare = image(m_set.idFromDigest(key(2).digest()));
    QCOMPARE(bare.storedKey, StoredKey::No);
    QVERIFY(!bare.record.key.userKey());
    const Key text = *m_set.id("text");
    QVERIFY(runTask(m_session.upsert(text).set("a", 1).sendKey(true).execute()));
    QVERIFY(image(m_set.idFromDigest(text.digest())).record.key.userKey() == Value("text"));
    const Key blob = *m_set.id(Value::blob("\x01\x02"));
    QVERIFY(runTask(m_session.upsert(blob).set("a", 1).sendKey(true).execute()));
    QVERIFY(image(m_set.idFromDigest(blob.digest())).record.key.userKey() == Value::blob("\x01\x02"));
    QCOMPARE(runTask(readImage(m_session, key(3))).error().code, ResultCode::NotFound);
    const auto restored = imageFromValue(toValue(stored));
    QVERIFY(restored);
    QVERIFY(restored->record.key.userKey() == Value(1));
    QCOMPARE(restored->lastUpdate, stored.lastUpdate);
}

void TestEdits::leavesTheStoredKeyAlone_data()
{
    QTest::addColumn<bool>("isStored");
    QTest::newRow("stored") << true;
    QTest::newRow("not stored") << false;
}

void TestEdits::leavesTheStoredKeyAlone()
{
    QFETCH(bool, isStored);
    QVERIFY(runTask(m_session.upsert(key(1)).set("a", 1).sendKey(isStored).execute()));
    RecordEdit edit = RecordEdit::change(image(key(1)));
    edit.setBin("a", 2);
    const auto results = commit({{7, edit, 0}});
    QCOMPARE(results[0].outcome, Outcome::Applied);
    QCOMPARE(results[0].item, quint64(7));
    QCOMPARE(image(key(1)).storedKey, isStored ? StoredKey::Yes : StoredKey::No);
    QCOMPARE(m_journal->entries().size(), size_t(1));
    QCOMPARE(m_journal->entries()[0].outcome, WriteOutcome::Applied);
}

void TestEdits::mergesAndReportsConflicts()
{
    QVERIFY(runTask(
        m_session.upsert(key(1)).put({{"m", Map{{{"a", 1}, {"b", 2}}}}, {"l", List{{1, 2, 3}}}}).execute()));
    const RecordImage read = image(key(1));
    RecordEdit mine = RecordEdit::change(read);
    QVERIFY(mine.apply("m", {ValueEdit::Kind::Set, {PathStep::under("a")}, 10}));
    QVERIFY(mine.apply("l", {ValueEdit::Kind::Set, {PathStep::at(0)}, 100}));
    // Somebody else: another entry, another element.
    QVERIFY(runTask(m_session.update(key(1)).operation(MapOps::put("m", "b", 20)).execute()));
    auto results = commit({{1, mine, 0}});
    QCOMPARE(results[0].outcome, Outcome::Applied);
    QVERIFY(results[0].wasMerged);
    QVERIFY(*image(key(1)).record.bin("m") == Value(Map{{{"a", 10}, {"b", 20}}}));
    QVERIFY(*image(key(1)).record.bin("l") == Value(List{{100, 2, 3}}));
    // The same entry.
    RecordEdit late = RecordEdit::change(read);
    QVERIFY(late.apply("m", {ValueEdit::Kind::Set, {PathStep::under("a")}, 77}));
    results = commit({{1, late, 0}});
    QCOMPARE(results[0].outcome, Outcome::Conflict);
    QCOMPARE(results[0].conflicts.size(), size_t(1));
    const MergeConflict &conflict = results[0].conflicts[0];
    QCOMPARE(pathText(conflict.path), u"m.a"_s);
    QVERIFY(conflict.base == Value(1));
    QVERIFY(conflict.mine == Value(77));
    QVERIFY(conflict.theirs == Value(10));
    QVERIFY(results[0].theirs);
    // Insisting on one's own: the answered edit is on the newest reading.
    results = commit({{1, results[0].edit, 0}});
    QCOMPARE(results[0].outcome, Outcome::Applied);
    QVERIFY(*image(key(1)).record.bin("m") == Value(Map{{{"a", 77}, {"b", 20}}}));
}

void TestEdits::seesARecordMadeAnew()
{
    QVERIFY(runTask(m_session.upsert(key(1)).set("a", 1).execute()));
    RecordEdit stale = RecordEdit::change(image(key(1)));
    stale.setBin("a", 5);
    const Result<WritePlan> plan = planOf(stale, 0);
    QVERIFY(plan);
    QTest::qWait(3); // update times are milliseconds
    QVERIFY(runTask(m_session.remove(key(1)).execute()));
    QVERIFY(runTask(m_session.upsert(key(1)).set("a", 2).execute()));
    QCOMPARE(image(key(1)).record.generation, 1U); // as it was
    // The server itself refuses it, in the step that would write.
    const auto row = runTask(m_session.update(key(1))
                                 .operations(plan->operations)
                                 .ensureGeneration(*plan->generation)
                                 .filter(lastUpdateIs(plan->lastUpdate))
                                 .execute());
    QVERIFY(row);
    QCOMPARE(row->code(), ResultCode::FilteredOut);
    const auto results = commit({{1, stale, 0}});
    QCOMPARE(results[0].outcome, Outcome::Conflict);
    QVERIFY(*image(key(1)).record.bin("a") == Value(2));
}

void TestEdits::deletesOnlyWhatWasSeen()
{
    QVERIFY(runTask(m_session.upsert(key(1)).set("a", 1).execute()));
    const RecordEdit remove = RecordEdit::remove(image(key(1)));
    QVERIFY(runTask(m_session.upsert(key(1)).set("b", 1).execute()));
    QCOMPARE(commit({{1, remove, 0}})[0].outcome, Outcome::Conflict);
    QCOMPARE(commit({{1, RecordEdit::remove(image(key(1))), 0}})[0].outcome, Outcome::Applied);
    QCOMPARE(runTask(m_session.get(key(1))).error().code, ResultCode::NotFound);
    QCOMPARE(commit({{1, remove, 0}})[0].outcome, Outcome::Unchanged);
}

void TestEdits::insertsOnce()
{
    RecordEdit insert = RecordEdit::insert(key(1));
    insert.setBin("a", List{{1}});
    QCOMPARE(commit({{1, insert, 0}})[0].outcome, Outcome::Applied);
    QCOMPARE(image(key(1)).storedKey, StoredKey::Yes);
    const auto again = commit({{1, insert, 0}});
    QCOMPARE(again[0].outcome, Outcome::Conflict);
    QVERIFY(again[0].theirs);
    QCOMPARE(image(key(1)).record.generation, 1U);
}

std::vector<CommitResult> TestEdits::undoAll(const std::vector<CommitResult> &results)
{
    std::vector<quint64> ids;
    for (const CommitResult &result : results) {
        for (auto entry = m_journal->entries().rbegin(); entry != m_journal->entries().rend(); ++entry) {
            if (entry->key == result.key) {
                ids.push_back(entry->id);
                break;
            }
        }
    }
    Committer committer(m_session, m_journal.get());
    return runTask(committer.undo(std::move(ids)));
}

void TestEdits::undoesADelete()
{
    QVERIFY(runTask(m_session.upsert(key(1))
                        .operation(HllOps::add("h", {"x", "y"}, {8, -1}))
                        .set("a", 1)
                        .ttl(*Ttl::seconds(5000))
                        .sendKey(true)
                        .execute()));
    const RecordImage before = image(key(1));
    RecordEdit edit = RecordEdit::change(before);
    edit.removeBin("h");
    edit.removeBin("a");
    QVERIFY(edit.removesRecord());
    const auto results = commit({{1, edit, 0}});
    QCOMPARE(results[0].outcome, Outcome::Applied);
    QVERIFY(m_journal->entries().back().call.startsWith(u"delete("));
    QVERIFY(m_journal->reload());
    const auto undone = undoAll(results);
    QCOMPARE(undone[0].outcome, Outcome::Applied);
    const RecordImage after = image(m_set.idFromDigest(key(1).digest()));
    QCOMPARE(difference(before.record.bins, after), QByteArray());
    QCOMPARE(expiryDifference(before.record.voidTime, after.record.voidTime), QByteArray());
    QCOMPARE(after.storedKey, StoredKey::Yes);
    QVERIFY(after.record.key.userKey() == Value(1));
    // What was taken back is itself an entry, and can be taken back.
    QVERIFY(m_journal->entries().back().undoes != 0);
    QVERIFY(m_journal->auditLines().contains("\"undoes\""));
    QCOMPARE(undoAll(undone)[0].outcome, Outcome::Applied);
    QCOMPARE(runTask(m_session.get(key(1))).error().code, ResultCode::NotFound);
}

void TestEdits::findsOutWhatIsInDoubt()
{
    QVERIFY(runTask(m_session.upsert(key(1)).set("l", List{{1}}).execute()));
    RecordEdit edit = RecordEdit::change(image(key(1)));
    QVERIFY(edit.apply("l", {ValueEdit::Kind::Append, {}, "x"}));
    QCOMPARE(Committer::classify(edit, image(key(1))), WriteOutcome::NotApplied);
    QCOMPARE(Committer::classify(edit, std::nullopt), WriteOutcome::Unknown);
    // As after a crash: announced, and sent by a process that is gone.
    std::vector<JournalEntry> entries(1);
    entries[0].key = key(1);
    entries[0].edit = edit;
    entries[0].item = 3;
    QVERIFY(m_journal->begin(entries));
    QVERIFY(runTask(m_session.update(key(1)).operations(planOf(edit, 0)->operations).execute()));
    Committer committer(m_session, m_journal.get());
    auto found = runTask(committer.recover());
    QCOMPARE(found.size(), size_t(1));
    QCOMPARE(found[0].outcome, WriteOutcome::Applied);
    QVERIFY(runTask(committer.recover()).empty());
    // Somebody went on appending: ours may be among it or not.
    QVERIFY(runTask(m_session.update(key(1)).set("l", List{{1, "y", "x", "z"}}).execute()));
    QCOMPARE(Committer::classify(edit, image(key(1))), WriteOutcome::Unknown);
}

void TestEdits::holdsExactlyTheEditedRecord()
{
    const int cases = numberFrom("AEROSCOPE_EDIT_CASES", 5000);
    const auto seed = static_cast<quint32>(
        numberFrom("AEROSCOPE_SEED", static_cast<int>(QRandomGenerator::system()->bounded(1'000'000'000))));
    qInfo("seed %u (AEROSCOPE_SEED), %d cases (AEROSCOPE_EDIT_CASES)", seed, cases);
    RandomEdits random(seed);
    constexpr int groupSize = 100;
    struct Case
    {
        Key key;
        RecordImage before;
        Bins wanted;
        bool isGone = false;
        ExpiryChoice expiry;
        QByteArray calls;
    };
    int number = 0;
    int changed = 0;
    int whole = 0;
    int steps = 0;
    while (number < cases) {
        std::vector<Case> group;
        std::vector<QCoro::Task<Result<RecordResult>>> writes;
        for (int i = 0; i < groupSize && number < cases; ++i, ++number) {
            Case one{key(number), {}, {}, false, {}, {}};
            WriteBuilder write = m_session.upsert(one.key);
            write.put(random.bins()).sendKey(random.oneIn(2));
            write.ttl(random.oneIn(2) ? Ttl::never() : *Ttl::seconds(5000 + random.below(1000)));
            if (random.oneIn(8))
                write.operation(HllOps::add("hll", {"a", random.below(100)}, {6, -1}));
            writes.push_back(write.execute());
            group.push_back(std::move(one));
        }
        for (auto &write : writes) {
            const auto row = runTask(std::move(write));
            QVERIFY2(row && row->ok(), row ? "" : qPrintable(row.error().toString()));
        }
        const auto readAll = [&] {
            std::vector<QCoro::Task<Result<RecordImage>>> reads;
            for (const Case &one : group)
                reads.push_back(readImage(m_session, m_set.idFromDigest(one.key.digest())));
            std::vector<Result<RecordImage>> images;
            for (auto &read : reads)
                images.push_back(runTask(std::move(read)));
            return images;
        };

        auto images = readAll();
        std::vector<CommitItem> items;
        for (size_t i = 0; i < group.size(); ++i) {
            QVERIFY(images[i]);
            Case &one = group[i];
            one.before = *images[i];
            RecordEdit edit =
                random.oneIn(20) ? RecordEdit::remove(one.before) : RecordEdit::change(one.before);
            if (edit.kind() == RecordEdit::Kind::Change)
                random.change(edit);
            one.wanted = edit.result();
            one.isGone = edit.removesRecord();
            one.expiry = edit.expiry();
            for (const EditOperation &step : edit.plan()) {
                one.calls += stepText(step).toUtf8() + '\n';
                ++steps;
                whole += !step.reason.isEmpty();
            }
            // Kept and brought back, it is the same.
            const Result<RecordEdit> restored = editFromValue(toValue(edit));
            QVERIFY(restored);
            items.push_back({static_cast<quint64>(i + 1), *restored, 0});
        }
        const qint64 sent = QDateTime::currentSecsSinceEpoch();
        const auto results = commit(std::move(items));
        images = readAll();
        std::vector<CommitResult> applied;
        for (size_t i = 0; i < group.size(); ++i) {
            const Case &one = group[i];
            const QByteArray where = "case " + one.key.digest().toHex() + "\n" + one.calls +
                                     toExactJson(one.before.record, 0) + "\n";
            QVERIFY2(results[i].outcome == Outcome::Applied || results[i].outcome == Outcome::Unchanged,
                     qPrintable(QString::fromUtf8(where) +
                                (results[i].error ? results[i].error->toString() : u"conflict"_s)));
            if (results[i].outcome == Outcome::Applied) {
                applied.push_back(results[i]);
                ++changed;
            }
            QCOMPARE(!images[i], one.isGone);
            if (one.isGone)
                continue;
            const QByteArray fault = difference(one.wanted, *images[i]);
            QVERIFY2(fault.isEmpty(), (where + fault).constData());
            VoidTime expiry = one.before.record.voidTime;
            if (one.expiry == ExpiryChoice::never())
                expiry = {};
            else if (one.expiry != ExpiryChoice::keep())
                expiry.seconds = static_cast<quint32>(sent + one.expiry.seconds - VoidTime::epochUnixSeconds);
            const QByteArray late = expiryDifference(expiry, images[i]->record.voidTime);
            // The machine may be busy between our clock and the server's.
            const bool isExact = one.expiry == ExpiryChoice::keep() || one.expiry == ExpiryChoice::never();
            QVERIFY2(late.isEmpty() || (!isExact && QDateTime::currentSecsSinceEpoch() - sent > 2),
                     (where + late).constData());
            QCOMPARE(images[i]->storedKey, one.before.storedKey);
            QVERIFY(images[i]->record.key.userKey() == one.before.record.key.userKey());
        }

        for (const CommitResult &undone : undoAll(applied)) {
            QVERIFY2(undone.outcome == Outcome::Applied,
                     undone.error ? qPrintable(undone.error->toString()) : "not undone");
        }
        images = readAll();
        for (size_t i = 0; i < group.size(); ++i) {
            const Case &one = group[i];
            QVERIFY(images[i]);
            const QByteArray fault = difference(one.before.record.bins, *images[i]);
            QVERIFY2(fault.isEmpty(),
                     ("after undo, " + one.key.digest().toHex() + "\n" + one.calls + fault).constData());
            const QByteArray late = expiryDifference(one.before.record.voidTime, images[i]->record.voidTime);
            QVERIFY2(late.isEmpty() || QDateTime::currentSecsSinceEpoch() - sent > 2, late.constData());
            QCOMPARE(images[i]->storedKey, one.before.storedKey);
            QVERIFY(images[i]->record.key.userKey() == one.before.record.key.userKey());
        }
    }
    qInfo("%d writes, %d operations, %d of them on whole containers for a reason", changed, steps, whole);
    QVERIFY(changed > cases / 2);
    QVERIFY(whole < steps / 4);
}

/// Puts its own token into a map and a list, and now and then replaces the scalar.
QCoro::Task<int> TestEdits::editUntil(int editor, QDeadlineTimer end)
{
    RandomEdits random(static_cast<quint32>(editor));
    Committer committer(m_session, nullptr);
    int number = 0;
    while (!end.hasExpired()) {
        const int record = random.below(4);
        Result<RecordImage> read = co_await readImage(m_session, key(record));
        if (!read)
            co_return -1;
        RecordEdit edit = RecordEdit::change(*read);
        const QByteArray token = QByteArray::number(editor) + '/' + QByteArray::number(++number);
        (void)edit.apply("m", {ValueEdit::Kind::Set, {PathStep::under(Value::string(token))}, 1});
        if (random.oneIn(2)) {
            (void)edit.apply("l", {ValueEdit::Kind::Append, {}, Value::string(token)});
        }
        const bool setsScalar = random.oneIn(3);
        if (setsScalar)
            edit.setBin("s", Value::string(token));
        std::vector<CommitItem> items;
        items.push_back({1, std::move(edit), 0});
        const std::vector<CommitResult> results = co_await committer.commit(std::move(items));
        const CommitResult &result = results.front();
        m_merged += result.wasMerged;
        if (result.outcome == Outcome::Applied) {
            Applied applied{record, token, {}, {}};
            if (setsScalar) {
                applied.scalarBefore = *result.edit.image().record.bin("s");
                applied.scalarAfter = Value::string(token);
            }
            m_applied.push_back(std::move(applied));
        } else if (result.outcome == Outcome::Conflict) {
            ++m_conflicts;
        } else {
            co_return -1;
        }
    }
    co_return number;
}

/// Writes without any check, as programs do.
QCoro::Task<int> TestEdits::scriptUntil(QDeadlineTimer end)
{
    RandomEdits random(99);
    int number = 0;
    while (!end.hasExpired()) {
        const int record = random.below(4);
        const QByteArray token = "script/" + QByteArray::number(++number);
        const auto row = co_await m_session.update(key(record))
                             .operation(MapOps::put("m", Value::string(token), 1))
                             .operation(Operation::add("c", 1))
                             .execute();
        if (!row || !row->ok())
            co_return -1;
        ++m_added[static_cast<size_t>(record)];
        m_applied.push_back({record, token, {}, {}});
    }
    co_return number;
}

void TestEdits::losesNoUpdateSilently()
{
    const int milliseconds = numberFrom("AEROSCOPE_CONCURRENCY_MS", 2000);
    m_added.assign(4, 0);
    for (int i = 0; i < 4; ++i) {
        QVERIFY(runTask(m_session.upsert(key(i))
                            .put({{"m", Map{{}, MapOrder::KeyOrdered}}, {"l", List{}}, {"s", ""}, {"c", 0}})
                            .execute()));
    }
    const QDeadlineTimer end(milliseconds);
    QCoro::Task<int> first = editUntil(1, end);
    QCoro::Task<int> second = editUntil(2, end);
    QCoro::Task<int> script = scriptUntil(end);
    // runTask() gives up after 30 s; this may be asked to go on for longer.
    QTest::qWait(milliseconds);
    QVERIFY(runTask(std::move(first)) > 0);
    QVERIFY(runTask(std::move(second)) > 0);
    QVERIFY(runTask(std::move(script)) > 0);
    qInfo("%zu writes applied, %d of them merged, %d conflicts shown", m_applied.size(), m_merged,
          m_conflicts);

    for (int record = 0; record < 4; ++record) {
        const RecordImage now = image(key(record));
        const Map &map = now.record.bin("m")->map();
        const std::vector<Value> &list = now.record.bin("l")->list().items;
        size_t tokens = 0;
        // Each replaced exactly what it saw: from the empty text to what stands there now, in one chain.
        QHash<QByteArray, QByteArray> next;
        for (const Applied &applied : m_applied) {
            if (applied.record != record)
                continue;
            ++tokens;
            QVERIFY2(map.find(Value::string(applied.token)), applied.token.constData());
            if (!applied.scalarAfter.isNil()) {
                QVERIFY2(!next.contains(applied.scalarBefore.bytes()), applied.token.constData());
                next.insert(applied.scalarBefore.bytes(), applied.scalarAfter.bytes());
            }
        }
        QCOMPARE(map.pairs.size(), tokens); // and nothing of what was refused
        QByteArray scalar;
        for (qsizetype i = next.size(); i > 0; --i)
            scalar = next.value(scalar);
        QCOMPARE(now.record.bin("s")->bytes(), scalar);
        QVERIFY(*now.record.bin("c") == Value(m_added[static_cast<size_t>(record)]));
        for (const Value &token : list)
            QVERIFY2(map.find(token), token.bytes().constData());
        QSet<QByteArray> once;
        for (const Value &token : list)
            once.insert(token.bytes());
        QCOMPARE(size_t(once.size()), list.size());
    }
}

QTEST_GUILESS_MAIN(TestEdits)
#include "tst_edits.moc"
