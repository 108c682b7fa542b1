// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/sampledata.h"

#include "app/demo/embeddedcluster.h"
#include "app/demo/engine/opengine.h"
#include "client/value/msgpack.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace Aeroscope::Demo {

namespace {

constexpr int userCount = 30000;
constexpr int orderCount = 30000;
constexpr int sensorCount = 28000;
constexpr int placeCount = 2000;
constexpr int sessionCount = 8000;
constexpr int visitorCount = 200;
constexpr int blobCount = 1000;
constexpr int documentCount = 5000;
constexpr int looseCount = 25;

constexpr quint32 hour = 3600;
constexpr quint32 day = 24 * hour;

/// The same numbers on every machine, unlike the standard distributions.
class Dice
{
public:
    explicit Dice(quint64 seed) noexcept
        : m_state(seed)
    {}
    quint64 next() noexcept
    {
        m_state += 0x9e3779b97f4a7c15ULL;
        quint64 z = m_state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    /// 0 … bound - 1.
    qint64 below(qint64 bound) noexcept { return static_cast<qint64>(next() % static_cast<quint64>(bound)); }
    /// 0.0 … 1.0, in steps a double holds exactly.
    double unit() noexcept { return static_cast<double>(next() >> 40) / (1 << 24); }
    template <class T, size_t N>
    const T &of(const std::array<T, N> &items) noexcept
    {
        return items[static_cast<size_t>(below(N))];
    }

private:
    quint64 m_state;
};

constexpr std::array firstNames{"Ada",    "Björn", "Chloé",  "Dmitri", "Elif",  "Femi",  "Grace",
                                "Hana",   "Ivan",  "Jun",    "Kofi",   "Lena",  "Mateo", "Nadia",
                                "Olga",   "Priya", "Quinn",  "Rosa",   "Sofía", "Tariq", "Uma",
                                "Viktor", "Wei",   "Ximena", "Yusuf",  "Zoë"};
constexpr std::array lastNames{"Lovelace", "García", "Nguyen", "Müller",  "Okafor",    "Smith", "Tanaka",
                               "Kowalski", "Haddad", "Silva",  "Novak",   "Jensen",    "Rossi", "Dubois",
                               "Cohen",    "Patel",  "Yılmaz", "Johnson", "Andersson", "Moreau"};
constexpr std::array countries{"US", "DE", "FR", "GB", "IN", "JP", "BR",
                               "NG", "SE", "TR", "ES", "CA", "US", "US"};
constexpr std::array tags{"new", "vip", "beta", "churned", "newsletter", "mobile", "partner", "student"};
constexpr std::array streets{"Main St",  "Hauptstraße", "Rue de la Paix",
                             "Gran Vía", "Sakura-dōri", "Storgatan"};
constexpr std::array cities{"Springfield", "Berlin",    "Paris", "Madrid",
                            "Tokyo",       "Stockholm", "Lagos", "Pune"};
constexpr std::array products{"keyboard", "monitor", "lamp",    "desk",  "chair",
                              "cable",    "mouse",   "headset", "camera"};
constexpr std::array states{"open", "paid", "shipped", "delivered", "returned"};
constexpr std::array kinds{"temperature", "humidity", "pressure", "vibration"};

Value text(const char *utf8)
{
    return Value(utf8);
}

Value mapOf(std::vector<std::pair<Value, Value>> pairs, MapOrder order = MapOrder::KeyOrdered)
{
    // an order flag is a promise that nodes check
    if (order != MapOrder::Unordered)
        std::ranges::sort(pairs,
                          [](const auto &a, const auto &b) { return compareByRank(a.first, b.first) < 0; });
    return Map{std::move(pairs), order};
}

Value listOf(std::vector<Value> items, ListOrder order = ListOrder::Unordered)
{
    if (order == ListOrder::Ordered)
        std::ranges::sort(items, [](const Value &a, const Value &b) { return compareByRank(a, b) < 0; });
    return List{std::move(items), order};
}

QByteArray number(double value, int digits)
{
    return QByteArray::number(value, 'f', digits);
}

QByteArray pointJson(double longitude, double latitude)
{
    return R"({"type":"Point","coordinates":[)" + number(longitude, 6) + ',' + number(latitude, 6) + "]}";
}

SampleRecord user(int id, Dice &dice)
{
    const QByteArray first = dice.of(firstNames);
    const QByteArray last = dice.of(lastNames);
    std::vector<Value> chosen;
    for (const char *tag : tags) {
        if (dice.below(4) == 0)
            chosen.push_back(text(tag));
    }
    Bins bins{
        {"name", Value::string(first + ' ' + last)},
        {"age", Value(18 + dice.below(73))},
        {"country", text(dice.of(countries))},
        {"email",
         Value::string(first.toLower() + '.' + last.toLower() + QByteArray::number(id) + "@example.org")},
        {"tags", listOf(std::move(chosen), ListOrder::Ordered)},
        {"address", mapOf({{text("city"), text(dice.of(cities))},
                           {text("number"), Value(1 + dice.below(240))},
                           {text("street"), text(dice.of(streets))},
                           {text("zip"), Value::string(QByteArray::number(10000 + dice.below(89999)))}})},
        {"score", Value(std::round(dice.unit() * 10000) / 100)},
        {"active", Value(dice.below(5) != 0)},
    };
    if (dice.below(10) == 0)
        bins.push_back({"nickname", Value::string(first.left(2) + QByteArray::number(dice.below(99)))});
    return {"test", "users", Value(id), std::move(bins), 0, true};
}

SampleRecord order(int id, Dice &dice)
{
    std::vector<Value> items;
    qint64 total = 0;
    for (qint64 i = 1 + dice.below(5); i > 0; --i) {
        const qint64 quantity = 1 + dice.below(4);
        const qint64 cents = 199 + dice.below(50000);
        total += quantity * cents;
        items.push_back(mapOf({{text("cents"), Value(cents)},
                               {text("product"), text(dice.of(products))},
                               {text("quantity"), Value(quantity)}}));
    }
    Bins bins{
        {"user", Value(1 + dice.below(userCount))},
        {"state", text(dice.of(states))},
        {"items", listOf(std::move(items))},
        {"total_cents", Value(total)},
        {"placed", Value(1700000000 + dice.below(60000000))},
    };
    if (dice.below(3) == 0)
        bins.push_back({"discount", Value(static_cast<double>(dice.below(50)) / 100)});
    if (dice.below(50) == 0)
        bins.push_back({"note", text("Please leave it with the neighbour 🐈")});
    return {
        "test",          "orders", Value::string("order-" + QByteArray::number(id).rightJustified(6, '0')),
        std::move(bins), 0,        true};
}

SampleRecord sensor(int id, Dice &dice)
{
    QByteArray key(6, '\0');
    for (int i = 0; i < 6; ++i)
        key[i] = static_cast<char>((static_cast<quint64>(id) * 0x9e3779b97f4aULL) >> (8 * (5 - i)));
    std::vector<Value> readings;
    double value = dice.unit() * 40 - 10;
    for (int i = 0; i < 8; ++i) {
        readings.emplace_back(value);
        value += dice.unit() - 0.5;
    }
    Bins bins{
        {"kind", text(dice.of(kinds))},
        {"readings", listOf(std::move(readings))},
        {"battery", Value(dice.below(101))},
        {"online", Value(dice.below(8) != 0)},
        {"flags", Value::blob(QByteArray(1, static_cast<char>(dice.below(256))))},
    };
    // A few values that are easy to get wrong.
    if (id % 1000 == 7)
        bins.push_back({"drift", Value(-0.0)});
    if (id % 1000 == 8)
        bins.push_back({"drift", Value(std::numeric_limits<double>::infinity())});
    if (id % 1000 == 9)
        bins.push_back({"serial", Value(std::numeric_limits<qint64>::min() + id)});
    return {"test", "sensors", Value::blob(key), std::move(bins), 0, true};
}

SampleRecord place(int id, Dice &dice)
{
    const double longitude = dice.unit() * 340 - 170;
    const double latitude = dice.unit() * 140 - 70;
    Bins bins{{"name", Value::string("Place " + QByteArray::number(id))},
              {"visitors", Value(dice.below(100000))}};
    if (id % 10 != 0) {
        bins.push_back({"location", Value::geoJson(pointJson(longitude, latitude))});
    } else if (id % 20 != 0) {
        bins.push_back({"region", Value::geoJson(R"({"type":"AeroCircle","coordinates":[[)" +
                                                 number(longitude, 6) + ',' + number(latitude, 6) + "]," +
                                                 number(500 + dice.unit() * 20000, 1) + "]}")});
    } else {
        const auto corner = [&](double dx, double dy) {
            return '[' + number(longitude + dx, 6) + ',' + number(latitude + dy, 6) + ']';
        };
        bins.push_back({"region", Value::geoJson(R"({"type":"Polygon","coordinates":[[)" + corner(0, 0) +
                                                 ',' + corner(0.5, 0) + ',' + corner(0.5, 0.5) + ',' +
                                                 corner(0, 0.5) + ',' + corner(0, 0) + "]]}")});
    }
    return {"test", "places", Value(id), std::move(bins), 0, true};
}

SampleRecord session(int id, Dice &dice)
{
    QByteArray token(16, '\0');
    for (char &byte : token)
        byte = static_cast<char>(dice.below(256));
    Bins bins{
        {"user", Value(1 + dice.below(userCount))},
        {"token", Value::blob(token)},
        {"agent", text(dice.below(2) == 0 ? "desktop" : "phone")},
        {"hits", Value(dice.below(400))},
    };
    const auto ttl = static_cast<quint32>(hour + static_cast<quint32>(dice.below(30 * day)));
    return {"test", "sessions", Value::string("s" + QByteArray::number(id, 36)), std::move(bins), ttl, true};
}

/// A HyperLogLog sketch of `count` made-up visitors.
Result<Particle> sketch(int first, int count)
{
    class NoRecord final : public EvalRecord
    {
    public:
        ParticleView bin(QByteArrayView) const override { return {}; }
        ParticleView userKey() const override { return {}; }
        QByteArrayView digest() const override { return {}; }
        QByteArrayView setName() const override { return {}; }
        qint64 lastUpdateMs() const override { return 0; }
        quint32 voidTime() const override { return 0; }
        quint32 recordSize() const override { return 0; }
        qint64 nowMs() const override { return 0; }
    };
    constexpr int add = 1;
    constexpr int indexBits = 10;
    constexpr int unset = -1;
    MsgpackWriter payload;
    payload.listHeader(5);
    payload.integer(add);
    payload.listHeader(static_cast<quint32>(count));
    for (int i = 0; i < count; ++i)
        payload.prefixed(ParticleType::String, "visitor-" + QByteArray::number(first + i));
    payload.integer(indexBits);
    payload.integer(unset);
    payload.integer(0);
    OpEffect effect = PreparedOp(OpCode::HllModify, ParticleType::Blob, payload.take()).apply({}, NoRecord());
    if (!effect.ok())
        return std::unexpected(Error::server(effect.code));
    return std::move(effect.bin);
}

SampleRecord blob(int id, Dice &dice)
{
    QByteArray bytes(static_cast<qsizetype>(16 + dice.below(2000)), '\0');
    for (char &byte : bytes)
        byte = static_cast<char>(dice.below(256));
    Bins bins{
        {"data", Value::blob(bytes)},
        {"size", Value(static_cast<qint64>(bytes.size()))},
        {"kind", text(id % 2 == 0 ? "image" : "archive")},
    };
    if (id % 100 == 0)
        bins.push_back({"java", Value::blob("\xac\xed\x00\x05t\x00\x03old", ParticleType::JavaBlob)});
    return {"test", "blobs", Value(id), std::move(bins), 0, false};
}

Value branch(int depth, Dice &dice)
{
    std::vector<std::pair<Value, Value>> pairs;
    pairs.emplace_back(Value(dice.below(100)), Value(dice.unit()));
    pairs.emplace_back(text("leaf"), text(dice.of(products)));
    pairs.emplace_back(Value::blob(QByteArray(2, static_cast<char>(dice.below(256)))),
                       Value(dice.below(2) == 0));
    if (depth > 0) {
        pairs.emplace_back(text("more"), branch(depth - 1, dice));
        pairs.emplace_back(text("list"), listOf({Value(dice.below(9)), Value(nullptr), text("x"),
                                                 listOf({Value(1.5), Value(true)})}));
    }
    return mapOf(std::move(pairs), MapOrder::Unordered);
}

SampleRecord document(int id, Dice &dice)
{
    Bins bins{
        {"title", Value::string("Document " + QByteArray::number(id))},
        {"doc", branch(1 + static_cast<int>(dice.below(4)), dice)},
        {"ranks", mapOf({{text("a"), Value(dice.below(50))},
                         {text("b"), Value(dice.below(50))},
                         {text("c"), Value(dice.below(50))}},
                        MapOrder::KeyValueOrdered)},
        {"revision", Value(dice.below(12))},
    };
    if (id % 50 == 0)
        bins.push_back({"origin", Value::geoJson(pointJson(dice.unit() * 90, dice.unit() * 45))});
    return {"test",          "documents", Value::string("doc:" + QByteArray::number(id)),
            std::move(bins), 0,           id % 3 != 0};
}

SampleRecord loose(int id, Dice &dice)
{
    return {"test",
            {},
            id % 2 == 0 ? Value(id) : Value::string("loose-" + QByteArray::number(id)),
            {{"value", Value(dice.below(1000))}, {"why", text("a record in no set")}},
            0,
            true};
}

/// One index of each kind, and those that the sets are likely to be asked by.
constexpr const char *indexes[] = {
    "namespace=test;set=users;indexname=users_age;bin=age;type=numeric",
    "namespace=test;set=users;indexname=users_country;bin=country;type=string",
    "namespace=test;set=users;indexname=users_tags;indextype=list;bin=tags;type=string",
    // address.city
    "namespace=test;set=users;indexname=users_city;context=kiKlA2NpdHk=;bin=address;type=string",
    // age / 10
    "namespace=test;set=users;indexname=users_decade;exp=kxeTUQKjYWdlCg==;type=numeric",
    "namespace=test;set=orders;indexname=orders_state;bin=state;type=string",
    "namespace=test;set=orders;indexname=orders_user;bin=user;type=numeric",
    "namespace=test;set=sessions;indexname=sessions_token;bin=token;type=blob",
    "namespace=test;set=places;indexname=places_location;bin=location;type=geo2dsphere",
    "namespace=test;set=places;indexname=places_region;bin=region;type=geo2dsphere",
    "namespace=test;set=documents;indexname=documents_rank_names;indextype=mapkeys;bin=ranks;type=string",
    "namespace=test;set=documents;indexname=documents_ranks;indextype=mapvalues;bin=ranks;type=numeric",
    "namespace=test;set=visitors;indexname=visitors_set;indextype=set",
};

constexpr char module[] = R"lua(-- Functions to try on set `users`.

-- A greeting; changes nothing.
function greet(user, word)
    return string.format('%s, %s!', word or 'Hello', user.name or 'stranger')
end

-- Adds to the score and gives the new one.
function reward(user, points)
    user.score = (user.score or 0) + points
    aerospike:update(user)
    return user.score
end

-- How many users there are of each country; to aggregate.
function countries(stream)
    local function count(totals, user)
        totals[user.country] = (totals[user.country] or 0) + 1
        return totals
    end
    local function merge(a, b)
        return map.merge(a, b, function(x, y) return x + y end)
    end
    return stream : aggregate(map(), count) : reduce(merge)
end
)lua";

} // namespace

Result<void> loadSampleData(EmbeddedCluster &cluster)
{
    const auto fill = [&cluster](int count, quint64 seed, SampleRecord (*make)(int, Dice &)) -> Result<void> {
        Dice dice(seed);
        for (int id = 1; id <= count; ++id) {
            if (Result<void> done = cluster.put(make(id, dice)); !done)
                return done;
        }
        return {};
    };
    struct Share
    {
        int count;
        SampleRecord (*make)(int, Dice &);
    };
    static constexpr Share shares[] = {
        {userCount, user},       {orderCount, order}, {sensorCount, sensor},     {placeCount, place},
        {sessionCount, session}, {blobCount, blob},   {documentCount, document}, {looseCount, loose}};
    quint64 seed = 1;
    for (const Share &share : shares) {
        if (Result<void> done = fill(share.count, seed++, share.make); !done)
            return done;
    }
    Dice dice(seed);
    for (int id = 1; id <= visitorCount; ++id) {
        const Result<Particle> hll = sketch(id * 100, 50 + static_cast<int>(dice.below(400)));
        if (!hll)
            return std::unexpected(hll.error());
        SampleRecord record{"test",
                            "visitors",
                            Value::string("2025-" + QByteArray::number(1 + id / 28).rightJustified(2, '0') +
                                          '-' + QByteArray::number(1 + id % 28).rightJustified(2, '0')),
                            {{"page", text(dice.of(products))},
                             {"unique", Value::hll(hll->bytes)},
                             {"hits", Value(dice.below(9000))}},
                            0,
                            true};
        if (Result<void> done = cluster.put(record); !done)
            return done;
    }
    for (const char *index : indexes) {
        if (Result<void> done = cluster.createIndex(index); !done)
            return done;
    }
    return cluster.registerModule("users.lua", module);
}

} // namespace Aeroscope::Demo
