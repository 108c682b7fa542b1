// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/valuepreview.h"

#include "client/value/msgpack.h"
#include "ui/workbench/geotext.h"
#include "ui/workbench/valuetext.h"

#include <QtEndian>

#include <bit>

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

/// Reads msgpack from the front and writes text until it is full or the bytes end; never reads ahead.
class Walker
{
public:
    Walker(QByteArrayView bytes, int maxChars)
        : m_bytes(bytes)
        , m_max(maxChars)
    {}

    ValuePreview run()
    {
        ValuePreview preview;
        preview.count = topCount();
        element(0);
        preview.cut = m_full;
        if (m_full) {
            m_text.truncate(m_max - 1);
            m_text += u'…';
        }
        preview.text = m_text;
        return preview;
    }

private:
    enum class Kind { Nil, Bool, Integer, Unsigned, Double, Text, List, Map, Ext, Bad };
    struct Head
    {
        Kind kind = Kind::Bad;
        qint64 integer = 0; // value, count or length
        double number = 0;
        quint8 extType = 0;
    };

    template <class T>
    bool big(T &out)
    {
        if (m_bytes.size() < qsizetype(sizeof(T)))
            return false;
        out = qFromBigEndian<T>(m_bytes.data());
        m_bytes = m_bytes.sliced(sizeof(T));
        return true;
    }

    template <class Stored>
    Head sized(Kind kind)
    {
        Stored size{};
        if (!big(size))
            return {};
        return {kind, static_cast<qint64>(size)};
    }

    Head ext(qint64 size)
    {
        quint8 type = 0;
        if (!big(type))
            return {};
        Head head{Kind::Ext, size};
        head.extType = type;
        return head;
    }

    template <class Stored>
    Head sizedExt()
    {
        Stored size{};
        if (!big(size))
            return {};
        return ext(size);
    }

    Head head()
    {
        quint8 first = 0;
        if (!big(first))
            return {};
        if (first <= 0x7f)
            return {Kind::Integer, first};
        if (first <= 0x8f)
            return {Kind::Map, first & 0x0f};
        if (first <= 0x9f)
            return {Kind::List, first & 0x0f};
        if (first <= 0xbf)
            return {Kind::Text, first & 0x1f};
        if (first >= 0xe0)
            return {Kind::Integer, static_cast<qint8>(first)};
        switch (first) {
        case 0xc0:
            return {Kind::Nil};
        case 0xc2:
        case 0xc3:
            return {Kind::Bool, first & 1};
        case 0xc4:
        case 0xd9:
            return sized<quint8>(Kind::Text);
        case 0xc5:
        case 0xda:
            return sized<quint16>(Kind::Text);
        case 0xc6:
        case 0xdb:
            return sized<quint32>(Kind::Text);
        case 0xc7:
            return sizedExt<quint8>();
        case 0xc8:
            return sizedExt<quint16>();
        case 0xc9:
            return sizedExt<quint32>();
        case 0xca: {
            quint32 bits = 0;
            if (!big(bits))
                return {};
            return {Kind::Double, 0, std::bit_cast<float>(bits)};
        }
        case 0xcb: {
            quint64 bits = 0;
            if (!big(bits))
                return {};
            return {Kind::Double, 0, std::bit_cast<double>(bits)};
        }
        case 0xcc:
            return sized<quint8>(Kind::Integer);
        case 0xcd:
            return sized<quint16>(Kind::Integer);
        case 0xce:
            return sized<quint32>(Kind::Integer);
        case 0xcf: {
            Head whole = sized<quint64>(Kind::Integer);
            if (whole.integer < 0)
                whole.kind = Kind::Unsigned;
            return whole;
        }
        case 0xd0:
            return sized<qint8>(Kind::Integer);
        case 0xd1:
            return sized<qint16>(Kind::Integer);
        case 0xd2:
            return sized<qint32>(Kind::Integer);
        case 0xd3:
            return sized<qint64>(Kind::Integer);
        case 0xd4:
        case 0xd5:
        case 0xd6:
        case 0xd7:
        case 0xd8:
            return ext(qint64(1) << (first - 0xd4));
        case 0xdc:
            return sized<quint16>(Kind::List);
        case 0xdd:
            return sized<quint32>(Kind::List);
        case 0xde:
            return sized<quint16>(Kind::Map);
        case 0xdf:
            return sized<quint32>(Kind::Map);
        default:
            return {};
        }
    }

    /// Takes away the order marker that may stand first in a container.
    bool skipMarker(bool inMap)
    {
        const QByteArrayView before = m_bytes;
        const Head marker = head();
        if (marker.kind != Kind::Ext || marker.integer > m_bytes.size()) {
            m_bytes = before;
            return false;
        }
        m_bytes = m_bytes.sliced(marker.integer);
        if (inMap)
            head();
        return true;
    }

    qint64 topCount()
    {
        const QByteArrayView all = m_bytes;
        const Head top = head();
        qint64 count = -1;
        if (top.kind == Kind::List || top.kind == Kind::Map) {
            count = top.integer;
            if (count > 0 && skipMarker(top.kind == Kind::Map))
                --count;
        }
        m_bytes = all;
        return count;
    }

    bool put(QStringView text)
    {
        m_text += text;
        m_full = m_full || m_text.size() > m_max;
        return !m_full;
    }

    /// False: full or at an end that should not be there; stop.
    bool element(int depth)
    {
        const Head top = head();
        switch (top.kind) {
        case Kind::Nil:
            return put(u"null");
        case Kind::Bool:
            return put(top.integer ? u"true" : u"false");
        case Kind::Integer:
            return put(QString::number(top.integer));
        case Kind::Unsigned:
            return put(QString::number(static_cast<quint64>(top.integer)));
        case Kind::Double:
            return put(editText(Value(top.number)));
        case Kind::Text:
            return text(top.integer);
        case Kind::List:
        case Kind::Map:
            return depth > 64 ? put(u"…") && false : container(top, depth);
        case Kind::Ext:
        case Kind::Bad:
            break;
        }
        put(u"?");
        return false;
    }

    bool text(qint64 size)
    {
        if (size > m_bytes.size()) {
            put(u"?");
            return false;
        }
        const QByteArrayView raw = m_bytes.first(size);
        m_bytes = m_bytes.sliced(size);
        const int room = static_cast<int>(m_max - m_text.size()) + 1;
        if (raw.isEmpty())
            return put(u"\"\"");
        const QByteArrayView content = raw.sliced(1);
        switch (static_cast<ParticleType>(raw.front())) {
        case ParticleType::String:
            return put(u'"' + oneLine(content, qMax(room, 1)) + u'"');
        case ParticleType::GeoJson:
            return put(geoPreview(content, qMax(room, 1)));
        default: {
            const auto shown = qMin<qsizetype>(content.size(), room / 2 + 1);
            return put(u"0x"_s + QString::fromLatin1(content.first(shown).toByteArray().toHex()));
        }
        }
    }

    bool container(const Head &top, int depth)
    {
        const bool isMap = top.kind == Kind::Map;
        qint64 count = top.integer;
        if (count > 0 && skipMarker(isMap))
            --count;
        if (!put(isMap ? u"{" : u"["))
            return false;
        for (qint64 i = 0; i < count; ++i) {
            if (i > 0 && !put(u","))
                return false;
            if (!element(depth + 1))
                return false;
            if (isMap && (!put(u":") || !element(depth + 1)))
                return false;
        }
        return put(isMap ? u"}" : u"]");
    }

    QByteArrayView m_bytes;
    QString m_text;
    qsizetype m_max;
    bool m_full = false;
};

QString hexText(QByteArrayView bytes, int maxChars, bool &cut)
{
    const qsizetype fits = qMax(1, (maxChars - 3) / 2);
    cut = bytes.size() > fits;
    QString text = u"0x"_s + QString::fromLatin1(bytes.first(qMin(bytes.size(), fits)).toByteArray().toHex());
    if (cut)
        text += u'…';
    return text;
}

QString hllText(QByteArrayView bytes)
{
    if (bytes.size() < 3)
        return u"?"_s;
    return u"%1/%2"_s.arg(static_cast<quint8>(bytes[1])).arg(static_cast<quint8>(bytes[2]));
}

} // namespace

QString oneLine(QByteArrayView utf8, int maxChars, bool *cut)
{
    // Four bytes are the longest character; one more tells whether something is left.
    const qsizetype take = qMin<qsizetype>(utf8.size(), 4 * qsizetype(maxChars) + 4);
    QString text = QString::fromUtf8(utf8.first(take));
    const bool tooLong = text.size() > maxChars || take < utf8.size();
    if (tooLong) {
        text.truncate(qMax(0, maxChars - 1));
        if (!text.isEmpty() && text.back().isHighSurrogate())
            text.chop(1);
        text += u'…';
    }
    for (QChar &c : text) {
        const char16_t u = c.unicode();
        if (u < 0x20)
            c = QChar(static_cast<char16_t>(0x2400 + u)); // control pictures
        else if (u == 0x7f)
            c = QChar(u'\u2421');
        else if (u == 0x2028 || u == 0x2029 || (u >= 0x202a && u <= 0x202e) || (u >= 0x2066 && u <= 0x2069))
            c = QChar::ReplacementCharacter; // line separators and direction overrides would repaint the row
    }
    if (cut)
        *cut = tooLong;
    return text;
}

ValuePreview previewParticle(ParticleType type, QByteArrayView bytes, int maxChars)
{
    ValuePreview preview;
    switch (type) {
    case ParticleType::Nil:
        preview.text = u"nil"_s;
        return preview;
    case ParticleType::Integer:
        switch (bytes.size()) {
        case 8:
            preview.text = QString::number(qFromBigEndian<qint64>(bytes.data()));
            return preview;
        case 4:
            preview.text = QString::number(qFromBigEndian<quint32>(bytes.data()));
            return preview;
        case 2:
            preview.text = QString::number(qFromBigEndian<quint16>(bytes.data()));
            return preview;
        case 1:
            preview.text = QString::number(static_cast<quint8>(bytes.front()));
            return preview;
        default:
            break;
        }
        break;
    case ParticleType::Float:
        if (bytes.size() != 8)
            break;
        preview.text = editText(Value(std::bit_cast<double>(qFromBigEndian<quint64>(bytes.data()))));
        return preview;
    case ParticleType::Bool:
        if (bytes.size() != 1)
            break;
        preview.text = bytes.front() ? u"true"_s : u"false"_s;
        return preview;
    case ParticleType::String:
        preview.text = oneLine(bytes, maxChars, &preview.cut);
        return preview;
    case ParticleType::GeoJson: {
        if (bytes.size() < 3)
            break;
        const qsizetype skip = 3 + 8 * qsizetype(qFromBigEndian<quint16>(bytes.data() + 1));
        if (skip > bytes.size())
            break;
        preview.text = geoPreview(bytes.sliced(skip), maxChars);
        preview.cut = preview.text.endsWith(u'…');
        return preview;
    }
    case ParticleType::Hll:
        preview.text = hllText(bytes);
        preview.count = bytes.size();
        return preview;
    case ParticleType::List:
    case ParticleType::Map:
        return Walker(bytes, maxChars).run();
    default:
        preview.text = hexText(bytes, qMin(maxChars, 64), preview.cut);
        preview.count = bytes.size();
        return preview;
    }
    preview.text = u"?"_s;
    return preview;
}

ValuePreview previewValue(const Value &value, int maxChars)
{
    switch (value.type()) {
    case Value::Type::List:
    case Value::Type::Map:
        return Walker(packValue(value), maxChars).run();
    case Value::Type::String:
        return previewParticle(ParticleType::String, value.bytes(), maxChars);
    case Value::Type::GeoJson: {
        ValuePreview preview;
        preview.text = geoPreview(value.bytes(), maxChars);
        preview.cut = preview.text.endsWith(u'…');
        return preview;
    }
    case Value::Type::Hll:
        return previewParticle(ParticleType::Hll, value.bytes(), maxChars);
    case Value::Type::Blob:
    case Value::Type::RawBytes:
    case Value::Type::Opaque:
        return previewParticle(ParticleType::Blob, value.bytes(), maxChars);
    case Value::Type::Nil:
        return {u"nil"_s};
    default:
        return {editText(value)};
    }
}

} // namespace Aeroscope::Workbench
