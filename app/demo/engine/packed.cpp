// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/packed.h"

#include "app/demo/engine/packedorder.h"

#include <QtEndian>

#include <bit>
#include <cstring>
#include <vector>

namespace Aeroscope::Demo {

namespace {

constexpr quint8 stringPrefix = 3;
constexpr quint8 blobPrefix = 4;
constexpr quint8 geoJsonPrefix = 23;

// The extension type of the two values that only operation arguments know, and their bodies.
constexpr quint8 transientExtension = 0xff;
constexpr quint8 wildcardBody = 0;
constexpr quint8 infinityBody = 1;

const uchar *dataOf(QByteArrayView bytes) noexcept
{
    return reinterpret_cast<const uchar *>(bytes.data());
}

/// One value's header: what it is, how long header and own body are, how many values follow inside it.
struct Header
{
    enum class Form : quint8 { Invalid, Simple, Number, Text, List, Map, Extension };
    Form form = Form::Invalid;
    quint8 lead = 0;
    quint8 extensionType = 0;
    quint8 headerSize = 0;
    quint32 bodySize = 0; // of numbers, text and extensions
    quint32 count = 0;    // of containers

    [[nodiscard]] quint64 children() const noexcept { return form == Form::Map ? quint64{count} * 2 : count; }
    [[nodiscard]] qsizetype size() const noexcept { return qsizetype{headerSize} + qsizetype{bodySize}; }
};

/// Reads the header at `at`; the whole of header and own body must lie before `end`.
Header readHeader(const uchar *at, const uchar *end) noexcept
{
    Header h;
    const auto available = end - at;
    if (available < 1) {
        return h;
    }
    const auto lead = *at;
    h.lead = lead;
    const auto lengthOf = [&](int width) -> std::optional<quint32> {
        if (available < 1 + width) {
            return std::nullopt;
        }
        switch (width) {
        case 1:
            return at[1];
        case 2:
            return qFromBigEndian<quint16>(at + 1);
        default:
            return qFromBigEndian<quint32>(at + 1);
        }
    };
    const auto sized = [&](Header::Form form, int lengthWidth, int typeWidth, quint32 fixed) {
        quint32 body = fixed;
        if (lengthWidth != 0) {
            const auto length = lengthOf(lengthWidth);
            if (!length) {
                return;
            }
            body = *length;
        }
        const int header = 1 + lengthWidth + typeWidth;
        if (available < header || static_cast<quint64>(available - header) < body) {
            return;
        }
        if (typeWidth != 0) {
            h.extensionType = at[1 + lengthWidth];
        }
        h.headerSize = static_cast<quint8>(header);
        h.bodySize = body;
        h.form = form;
    };
    const auto container = [&](Header::Form form, int width) {
        if (const auto count = lengthOf(width)) {
            h.form = form;
            h.headerSize = static_cast<quint8>(1 + width);
            h.count = *count;
        }
    };

    if (lead < 0x80 || lead >= 0xe0) {
        h.form = Header::Form::Number;
        h.headerSize = 1;
        return h;
    }
    if (lead < 0xa0) {
        h.form = lead < 0x90 ? Header::Form::Map : Header::Form::List;
        h.headerSize = 1;
        h.count = lead & 0x0f;
        return h;
    }
    if (lead < 0xc0) {
        sized(Header::Form::Text, 0, 0, lead & 0x1f);
        return h;
    }
    switch (lead) {
    case 0xc0:
    case 0xc2:
    case 0xc3:
        h.form = Header::Form::Simple;
        h.headerSize = 1;
        break;
    case 0xc4:
    case 0xd9:
        sized(Header::Form::Text, 1, 0, 0);
        break;
    case 0xc5:
    case 0xda:
        sized(Header::Form::Text, 2, 0, 0);
        break;
    case 0xc6:
    case 0xdb:
        sized(Header::Form::Text, 4, 0, 0);
        break;
    case 0xc7:
        sized(Header::Form::Extension, 1, 1, 0);
        break;
    case 0xc8:
        sized(Header::Form::Extension, 2, 1, 0);
        break;
    case 0xc9:
        sized(Header::Form::Extension, 4, 1, 0);
        break;
    case 0xca:
    case 0xce:
    case 0xd2:
        sized(Header::Form::Number, 0, 0, 4);
        break;
    case 0xcb:
    case 0xcf:
    case 0xd3:
        sized(Header::Form::Number, 0, 0, 8);
        break;
    case 0xcc:
    case 0xd0:
        sized(Header::Form::Number, 0, 0, 1);
        break;
    case 0xcd:
    case 0xd1:
        sized(Header::Form::Number, 0, 0, 2);
        break;
    case 0xd4:
    case 0xd5:
    case 0xd6:
    case 0xd7:
    case 0xd8:
        sized(Header::Form::Extension, 0, 1, 1U << (lead - 0xd4));
        break;
    case 0xdc:
        container(Header::Form::List, 2);
        break;
    case 0xdd:
        container(Header::Form::List, 4);
        break;
    case 0xde:
        container(Header::Form::Map, 2);
        break;
    case 0xdf:
        container(Header::Form::Map, 4);
        break;
    default: // 0xc1 is reserved
        break;
    }
    return h;
}

bool isFloat(quint8 lead) noexcept
{
    return lead == 0xca || lead == 0xcb;
}

bool isTransient(const Header &h) noexcept
{
    // Wider fixed extensions of that type were never assigned and pass.
    return h.form == Header::Form::Extension && h.extensionType == transientExtension && h.lead != 0xd6 &&
           h.lead != 0xd7 && h.lead != 0xd8 && h.bodySize > 0 && h.bodySize < 4;
}

quint64 integerAt(const Header &h, const uchar *at) noexcept
{
    const auto *body = at + 1;
    switch (h.lead) {
    case 0xcc:
        return *body;
    case 0xcd:
        return qFromBigEndian<quint16>(body);
    case 0xce:
        return qFromBigEndian<quint32>(body);
    case 0xcf:
    case 0xd3:
        return qFromBigEndian<quint64>(body);
    case 0xd0:
        return static_cast<quint64>(static_cast<qint64>(static_cast<qint8>(*body)));
    case 0xd1:
        return static_cast<quint64>(static_cast<qint64>(qFromBigEndian<qint16>(body)));
    case 0xd2:
        return static_cast<quint64>(static_cast<qint64>(qFromBigEndian<qint32>(body)));
    default:
        return static_cast<quint64>(static_cast<qint64>(static_cast<qint8>(h.lead)));
    }
}

double doubleAt(const Header &h, const uchar *at) noexcept
{
    if (h.lead == 0xca) {
        return std::bit_cast<float>(qFromBigEndian<quint32>(at + 1));
    }
    return std::bit_cast<double>(qFromBigEndian<quint64>(at + 1));
}

PackedKind kindOf(const Header &h, const uchar *at) noexcept
{
    switch (h.form) {
    case Header::Form::Invalid:
        return PackedKind::Invalid;
    case Header::Form::Simple:
        return h.lead == 0xc0 ? PackedKind::Nil : h.lead == 0xc2 ? PackedKind::False : PackedKind::True;
    case Header::Form::Number:
        if (isFloat(h.lead)) {
            return PackedKind::Double;
        }
        if (h.lead >= 0xe0) {
            return PackedKind::NegativeInteger;
        }
        return h.lead >= 0xd0 && h.lead <= 0xd3 && (at[1] & 0x80) != 0 ? PackedKind::NegativeInteger
                                                                       : PackedKind::Integer;
    case Header::Form::Text:
        if (h.bodySize != 0) {
            if (at[h.headerSize] == stringPrefix) {
                return PackedKind::String;
            }
            if (at[h.headerSize] == geoJsonPrefix) {
                return PackedKind::GeoJson;
            }
        }
        return PackedKind::Blob;
    case Header::Form::List:
        return PackedKind::List;
    case Header::Form::Map:
        return PackedKind::Map;
    case Header::Form::Extension:
        if (h.extensionType == transientExtension && h.bodySize == 1 && (h.lead == 0xd4 || h.lead == 0xc7)) {
            if (at[h.headerSize] == wildcardBody) {
                return PackedKind::Wildcard;
            }
            if (at[h.headerSize] == infinityBody) {
                return PackedKind::Infinity;
            }
        }
        return PackedKind::Extension;
    }
    return PackedKind::Invalid;
}

bool isExtensionLead(uchar lead) noexcept
{
    return (lead >= 0xc7 && lead <= 0xc9) || (lead >= 0xd4 && lead <= 0xd8);
}

/// The bytes of a value and, for containers, of all that is inside; null when they are not there.
const uchar *skipValues(const uchar *at, const uchar *end, quint64 count, bool &sawTransient) noexcept
{
    while (count > 0) {
        if (count > static_cast<quint64>(end - at)) {
            return nullptr; // every value takes a byte
        }
        const auto h = readHeader(at, end);
        if (h.form == Header::Form::Invalid) {
            return nullptr;
        }
        sawTransient = sawTransient || isTransient(h);
        at += h.size();
        count += h.children() - 1;
    }
    return at;
}

/// A value as the comparison sees it: containers without their order header.
struct Token
{
    PackedKind kind = PackedKind::Invalid;
    Header header;
    const uchar *at = nullptr;
    quint64 children = 0;
};

bool nextToken(const uchar *&at, const uchar *end, Token &token, bool &unorderedMap) noexcept
{
    token.header = readHeader(at, end);
    token.kind = kindOf(token.header, at);
    token.at = at;
    token.children = token.header.children();
    if (token.kind == PackedKind::Invalid) {
        return false;
    }
    at += token.header.size();
    if (token.children == 0) {
        return true;
    }
    const bool isMap = token.kind == PackedKind::Map;
    if (at >= end || !isExtensionLead(*at)) {
        unorderedMap = unorderedMap || isMap;
        return true;
    }
    const auto order = readHeader(at, end);
    if (order.form == Header::Form::Invalid) {
        return false;
    }
    if (isMap && (order.extensionType & OrderFlag::keyOrdered) == 0) {
        unorderedMap = true;
    }
    if (order.extensionType == transientExtension) {
        return true;
    }
    const quint64 meta = isMap ? 2 : 1;
    bool ignored = false;
    at = skipValues(at, end, meta, ignored);
    token.children -= meta;
    return at != nullptr;
}

template <typename T>
PackedOrder orderOf(T a, T b) noexcept
{
    // Neither holds for a NaN, which therefore equals every double.
    return a > b ? PackedOrder::Greater : a < b ? PackedOrder::Less : PackedOrder::Equal;
}

PackedOrder compareBodies(const Token &a, const Token &b) noexcept
{
    const auto size = qMin(a.header.bodySize, b.header.bodySize);
    const int difference =
        size == 0 ? 0 : std::memcmp(a.at + a.header.headerSize, b.at + b.header.headerSize, size);
    return difference != 0 ? orderOf(difference, 0) : orderOf(a.header.bodySize, b.header.bodySize);
}

template <typename T>
void appendBigEndian(QByteArray &out, T value)
{
    char buffer[sizeof(T)];
    qToBigEndian(value, buffer);
    out.append(buffer, sizeof(T));
}

void appendTextHeader(QByteArray &out, quint32 size)
{
    if (size < 32) {
        out.append(static_cast<char>(0xa0 | size));
    } else if (size < 0x100) {
        out.append('\xd9');
        out.append(static_cast<char>(size));
    } else if (size < 0x10000) {
        out.append('\xda');
        appendBigEndian(out, static_cast<quint16>(size));
    } else {
        out.append('\xdb');
        appendBigEndian(out, size);
    }
}

void appendExtensionHeader(QByteArray &out, quint32 size, quint8 type)
{
    if (size != 0 && size <= 16 && std::has_single_bit(size)) {
        out.append(static_cast<char>(0xd4 + std::countr_zero(size)));
    } else if (size < 0x100) {
        out.append('\xc7');
        out.append(static_cast<char>(size));
    } else if (size < 0x10000) {
        out.append('\xc8');
        appendBigEndian(out, static_cast<quint16>(size));
    } else {
        out.append('\xc9');
        appendBigEndian(out, size);
    }
    out.append(static_cast<char>(type));
}

void appendNormalisedScalar(QByteArray &out, const Header &h, const uchar *at)
{
    const auto unchanged = [&] { out.append(reinterpret_cast<const char *>(at), h.size()); };
    const auto body = QByteArrayView(at + h.headerSize, static_cast<qsizetype>(h.bodySize));
    switch (h.form) {
    case Header::Form::Number:
        if (isFloat(h.lead) || h.bodySize == 0) {
            unchanged();
        } else if (h.lead <= 0xcf) {
            appendPackedUnsigned(out, integerAt(h, at));
        } else {
            appendPackedInteger(out, static_cast<qint64>(integerAt(h, at)));
        }
        return;
    case Header::Form::Text:
        // A binary header that is as short as its length allows is left as it came.
        if ((h.lead == 0xc4 && h.bodySize > 0x1f) || (h.lead == 0xc5 && h.bodySize > 0xff) ||
            (h.lead == 0xc6 && h.bodySize > 0xffff)) {
            unchanged();
        } else {
            appendTextHeader(out, h.bodySize);
            out.append(body);
        }
        return;
    case Header::Form::Extension:
        appendExtensionHeader(out, h.bodySize, h.extensionType);
        out.append(body);
        return;
    default:
        unchanged();
    }
}

/// Rewrites one value into stored form, container by container, without recursion.
class Normaliser
{
public:
    Normaliser(QByteArrayView in, PersistFlag persist)
        : m_at(dataOf(in))
        , m_end(m_at + in.size())
        , m_persist(persist)
    {
        m_out.reserve(in.size());
    }

    std::optional<QByteArray> run()
    {
        bool sawTransient = false;
        const auto *end = skipValues(m_at, m_end, 1, sawTransient);
        if (end != m_end || sawTransient) {
            return std::nullopt;
        }
        do {
            if (!checkPlace() || !takeValue()) {
                return std::nullopt;
            }
        } while (!m_open.empty());
        return m_at == m_end ? std::optional(std::move(m_out)) : std::nullopt;
    }

private:
    struct Open
    {
        bool isMap = false;
        quint8 flags = 0;
        bool needsSort = false;
        quint64 next = 0;
        quint64 total = 0;
        qsizetype contents = 0;
        const uchar *previous = nullptr;
    };

    /// Keys must be keys, ordered lists and key-ordered maps in order, keys unique.
    bool checkPlace()
    {
        if (m_open.empty()) {
            return true;
        }
        auto &open = m_open.back();
        if (open.isMap) {
            if (open.next % 2 != 0) {
                return true;
            }
            if (!isMapKey(QByteArrayView(m_at, m_end - m_at))) {
                return false;
            }
            if (open.needsSort) {
                return true;
            }
        } else if ((open.flags & OrderFlag::listOrdered) == 0) {
            return true;
        }
        const auto *previous = std::exchange(open.previous, m_at);
        if (previous == nullptr) {
            return true;
        }
        switch (
            comparePacked(QByteArrayView(previous, m_end - previous), QByteArrayView(m_at, m_end - m_at))) {
        case PackedOrder::Less:
            return true;
        case PackedOrder::Equal:
            return !open.isMap;
        case PackedOrder::Greater:
            if ((open.flags & OrderFlag::keyOrdered) != 0) { // the same bit for lists
                return false;
            }
            open.needsSort = true;
            return true;
        case PackedOrder::Broken:
            break;
        }
        return false;
    }

    bool takeValue()
    {
        const auto h = readHeader(m_at, m_end);
        if (h.form != Header::Form::List && h.form != Header::Form::Map) {
            appendNormalisedScalar(m_out, h, m_at);
            m_at += h.size();
            return finishValue();
        }
        m_at += h.size();
        Open open{.isMap = h.form == Header::Form::Map};
        auto count = h.count;
        if (count != 0 && startsWithOrder()) {
            const auto order = readHeader(m_at, m_end);
            m_at += order.size();
            const quint8 known = open.isMap ? OrderFlag::keyValueOrdered : OrderFlag::listOrdered;
            open.flags = order.extensionType & (known | OrderFlag::persisted);
            if (!m_open.empty() || m_persist == PersistFlag::Drop) {
                open.flags &= static_cast<quint8>(~OrderFlag::persisted);
            }
            if (open.isMap) {
                m_at += readHeader(m_at, m_end).size(); // the marker's value, whatever it is
            }
            --count;
        }
        if (open.isMap) {
            appendMapHeader(m_out, count, open.flags);
        } else {
            appendListHeader(m_out, count, open.flags);
        }
        if (count == 0) {
            return finishValue();
        }
        open.total = open.isMap ? quint64{count} * 2 : count;
        open.contents = m_out.size();
        m_open.push_back(open);
        return true;
    }

    [[nodiscard]] bool startsWithOrder() const
    {
        const auto h = readHeader(m_at, m_end);
        return h.lead != 0xd4 && kindOf(h, m_at) == PackedKind::Extension;
    }

    bool finishValue()
    {
        while (!m_open.empty()) {
            auto &open = m_open.back();
            if (++open.next < open.total) {
                return true;
            }
            if (open.needsSort && !sortPairs(open)) {
                return false;
            }
            m_open.pop_back();
        }
        return true;
    }

    bool sortPairs(const Open &open)
    {
        const auto contents = m_out.sliced(open.contents);
        const auto count = static_cast<quint32>(open.total / 2);
        std::vector<quint32> starts;
        starts.reserve(count + 1);
        PackedReader reader{contents};
        for (quint32 i = 0; i < count; ++i) {
            starts.push_back(static_cast<quint32>(reader.position()));
            if (!reader.skip(2)) {
                return false;
            }
        }
        starts.push_back(static_cast<quint32>(reader.position()));
        const auto view = QByteArrayView(contents);
        const auto order = sortedOrder(count, [&](quint32 a, quint32 b) {
            return comparePacked(view.sliced(starts[a]), view.sliced(starts[b]));
        });
        m_out.truncate(open.contents);
        for (quint32 i = 0; i < count; ++i) {
            const auto at = starts[order[i]];
            if (i != 0 &&
                comparePacked(view.sliced(starts[order[i - 1]]), view.sliced(at)) != PackedOrder::Less) {
                return false;
            }
            m_out.append(view.sliced(at, starts[order[i] + 1] - at));
        }
        return true;
    }

    const uchar *m_at;
    const uchar *m_end;
    PersistFlag m_persist;
    QByteArray m_out;
    std::vector<Open> m_open;
};

} // namespace

PackedKind PackedReader::peek() const noexcept
{
    const auto left = rest();
    const auto *at = dataOf(left);
    const auto h = readHeader(at, at + left.size());
    const auto kind = kindOf(h, at);
    // A one-byte extension is either of the two transient values or nothing the server knows.
    return kind == PackedKind::Extension && h.lead == 0xd4 ? PackedKind::Invalid : kind;
}

bool PackedReader::peekIsExtension() const noexcept
{
    return !atEnd() && isExtensionLead(static_cast<uchar>(m_bytes[m_at]));
}

bool PackedReader::skip(quint32 count) noexcept
{
    const auto *start = dataOf(m_bytes);
    const auto *end = skipValues(start + m_at, start + m_bytes.size(), count, m_sawTransient);
    if (end == nullptr) {
        return false;
    }
    m_at = end - start;
    return true;
}

QByteArrayView PackedReader::element() noexcept
{
    const auto from = m_at;
    if (atEnd() || !skip()) {
        return {};
    }
    return m_bytes.sliced(from, m_at - from);
}

std::optional<quint64> PackedReader::integer() noexcept
{
    const auto left = rest();
    const auto *at = dataOf(left);
    const auto h = readHeader(at, at + left.size());
    if (h.form != Header::Form::Number || isFloat(h.lead)) {
        return std::nullopt;
    }
    m_at += h.size();
    return integerAt(h, at);
}

std::optional<double> PackedReader::floating() noexcept
{
    const auto left = rest();
    const auto *at = dataOf(left);
    const auto h = readHeader(at, at + left.size());
    if (h.form != Header::Form::Number || !isFloat(h.lead)) {
        return std::nullopt;
    }
    m_at += h.size();
    return doubleAt(h, at);
}

std::optional<bool> PackedReader::boolean() noexcept
{
    if (atEnd()) {
        return std::nullopt;
    }
    const auto lead = static_cast<uchar>(m_bytes[m_at]);
    if (lead != 0xc2 && lead != 0xc3) {
        return std::nullopt;
    }
    ++m_at;
    return lead == 0xc3;
}

QByteArrayView PackedReader::string() noexcept
{
    const auto left = rest();
    const auto *at = dataOf(left);
    const auto h = readHeader(at, at + left.size());
    if (h.form != Header::Form::Text) {
        return {};
    }
    m_at += h.size();
    return left.sliced(h.headerSize, h.bodySize);
}

std::optional<quint32> PackedReader::listCount() noexcept
{
    const auto left = rest();
    const auto *at = dataOf(left);
    const auto h = readHeader(at, at + left.size());
    if (h.form != Header::Form::List) {
        return std::nullopt;
    }
    m_at += h.size();
    return h.count;
}

std::optional<quint32> PackedReader::mapCount() noexcept
{
    const auto left = rest();
    const auto *at = dataOf(left);
    const auto h = readHeader(at, at + left.size());
    if (h.form != Header::Form::Map) {
        return std::nullopt;
    }
    m_at += h.size();
    return h.count;
}

std::optional<quint8> PackedReader::extension() noexcept
{
    const auto left = rest();
    const auto *at = dataOf(left);
    const auto h = readHeader(at, at + left.size());
    if (h.form != Header::Form::Extension) {
        return std::nullopt;
    }
    m_at += h.size();
    return h.extensionType;
}

PackedOrder comparePacked(QByteArrayView a, QByteArrayView b, bool *unorderedMap) noexcept
{
    const auto *atA = dataOf(a);
    const auto *atB = dataOf(b);
    const auto *endA = atA + a.size();
    const auto *endB = atB + b.size();
    bool unordered = false;
    auto verdict = PackedOrder::Equal;
    for (quint64 pairs = 1; pairs > 0; --pairs) {
        Token x;
        Token y;
        if (!nextToken(atA, endA, x, unordered) || !nextToken(atB, endB, y, unordered)) {
            return PackedOrder::Broken;
        }
        if (unordered && unorderedMap != nullptr) {
            *unorderedMap = true;
        }
        if (x.kind == PackedKind::Wildcard || y.kind == PackedKind::Wildcard) {
            return PackedOrder::Equal;
        }
        if (x.kind != y.kind) {
            return orderOf(x.kind, y.kind);
        }
        auto order = PackedOrder::Equal;
        switch (x.kind) {
        case PackedKind::NegativeInteger:
        case PackedKind::Integer:
            order = orderOf(integerAt(x.header, x.at), integerAt(y.header, y.at));
            break;
        case PackedKind::Double:
            order = orderOf(doubleAt(x.header, x.at), doubleAt(y.header, y.at));
            break;
        case PackedKind::String:
        case PackedKind::Blob:
        case PackedKind::GeoJson:
        case PackedKind::Extension:
            order = compareBodies(x, y);
            break;
        case PackedKind::List:
            if (x.children == y.children) {
                pairs += x.children;
            } else {
                // Nothing behind a list of another length counts any more.
                verdict = orderOf(x.children, y.children);
                pairs = qMin(x.children, y.children) + 1;
            }
            break;
        case PackedKind::Map:
            order = orderOf(x.children, y.children);
            pairs += x.children;
            break;
        default:
            break;
        }
        if (order != PackedOrder::Equal) {
            return order;
        }
    }
    return verdict;
}

bool isMapKey(QByteArrayView bytes) noexcept
{
    PackedReader reader(bytes);
    switch (reader.peek()) {
    case PackedKind::NegativeInteger:
    case PackedKind::Integer:
    case PackedKind::String:
        return true;
    case PackedKind::Blob: {
        const auto body = reader.string();
        return !body.isEmpty() && static_cast<quint8>(body[0]) == blobPrefix;
    }
    default:
        return false;
    }
}

std::optional<QByteArray> normalisedPacked(QByteArrayView bytes, PersistFlag persist)
{
    return Normaliser(bytes, persist).run();
}

bool isCompactPacked(QByteArrayView bytes)
{
    const auto *at = dataOf(bytes);
    const auto *end = at + bytes.size();
    QByteArray compact;
    for (quint64 left = 1; left > 0; --left) {
        const auto h = readHeader(at, end);
        compact.clear();
        switch (h.form) {
        case Header::Form::Invalid:
            return false;
        case Header::Form::List:
            appendListHeader(compact, h.count);
            break;
        case Header::Form::Map:
            appendMapHeader(compact, h.count);
            break;
        default:
            appendNormalisedScalar(compact, h, at);
        }
        if (compact != QByteArrayView(at, h.size())) {
            return false;
        }
        at += h.size();
        left += h.children();
    }
    return true;
}

QByteArray compactScalar(QByteArrayView bytes)
{
    QByteArray out;
    const auto *at = dataOf(bytes);
    appendNormalisedScalar(out, readHeader(at, at + bytes.size()), at);
    return out;
}

void appendPackedInteger(QByteArray &out, qint64 value)
{
    if (value >= 0) {
        appendPackedUnsigned(out, static_cast<quint64>(value));
    } else if (value >= -32) {
        out.append(static_cast<char>(value));
    } else if (value >= -128) {
        out.append('\xd0');
        out.append(static_cast<char>(value));
    } else if (value >= -32768) {
        out.append('\xd1');
        appendBigEndian(out, static_cast<qint16>(value));
    } else if (value >= -2147483648LL) {
        out.append('\xd2');
        appendBigEndian(out, static_cast<qint32>(value));
    } else {
        out.append('\xd3');
        appendBigEndian(out, value);
    }
}

void appendPackedUnsigned(QByteArray &out, quint64 value)
{
    if (value < 0x80) {
        out.append(static_cast<char>(value));
    } else if (value < 0x100) {
        out.append('\xcc');
        out.append(static_cast<char>(value));
    } else if (value < 0x10000) {
        out.append('\xcd');
        appendBigEndian(out, static_cast<quint16>(value));
    } else if (value < 0x100000000ULL) {
        out.append('\xce');
        appendBigEndian(out, static_cast<quint32>(value));
    } else {
        out.append('\xcf');
        appendBigEndian(out, value);
    }
}

void appendPackedDouble(QByteArray &out, double value)
{
    out.append('\xcb');
    appendBigEndian(out, std::bit_cast<quint64>(value));
}

void appendPackedString(QByteArray &out, quint8 prefix, QByteArrayView bytes)
{
    appendTextHeader(out, static_cast<quint32>(bytes.size()) + 1);
    out.append(static_cast<char>(prefix));
    out.append(bytes);
}

void appendPackedNil(QByteArray &out)
{
    out.append('\xc0');
}

void appendPackedBool(QByteArray &out, bool value)
{
    out.append(value ? '\xc3' : '\xc2');
}

void appendListHeader(QByteArray &out, quint32 count)
{
    if (count < 16) {
        out.append(static_cast<char>(0x90 | count));
    } else if (count < 0x10000) {
        out.append('\xdc');
        appendBigEndian(out, static_cast<quint16>(count));
    } else {
        out.append('\xdd');
        appendBigEndian(out, count);
    }
}

void appendMapHeader(QByteArray &out, quint32 count)
{
    if (count < 16) {
        out.append(static_cast<char>(0x80 | count));
    } else if (count < 0x10000) {
        out.append('\xde');
        appendBigEndian(out, static_cast<quint16>(count));
    } else {
        out.append('\xdf');
        appendBigEndian(out, count);
    }
}

void appendListHeader(QByteArray &out, quint32 count, quint8 flags)
{
    appendListHeader(out, count + (flags != 0 ? 1 : 0));
    if (flags != 0) {
        appendExtensionHeader(out, 0, flags);
    }
}

void appendMapHeader(QByteArray &out, quint32 count, quint8 flags)
{
    appendMapHeader(out, count + (flags != 0 ? 1 : 0));
    if (flags != 0) {
        appendExtensionHeader(out, 0, flags);
        appendPackedNil(out);
    }
}

} // namespace Aeroscope::Demo
