// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/cellvalue.h"

#include "ui/workbench/valuetext.h"

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

void take(CellValue &cell, ParticleType particle, QByteArrayView bytes)
{
    cell.particle = particle;
    cell.bytes = bytes;
    switch (particle) {
    case ParticleType::Integer:
    case ParticleType::Float: {
        const Result<Value> value = decodeParticle(particle, bytes);
        if (!value)
            return;
        cell.type = CellValue::Type::Number;
        cell.isInteger = particle == ParticleType::Integer;
        cell.integer = cell.isInteger ? value->toInteger() : 0;
        cell.real = cell.isInteger ? static_cast<double>(cell.integer) : value->toDouble();
        return;
    }
    case ParticleType::Bool:
        cell.type = CellValue::Type::Bool;
        cell.integer = !bytes.isEmpty() && bytes[0] != 0;
        return;
    case ParticleType::String:
        cell.type = CellValue::Type::Text;
        return;
    case ParticleType::List:
    case ParticleType::Map:
    case ParticleType::GeoJson:
        cell.type = CellValue::Type::Other;
        return;
    case ParticleType::Nil:
        return;
    default:
        cell.type = CellValue::Type::Bytes;
        return;
    }
}

void takeInteger(CellValue &cell, qint64 number)
{
    cell.type = CellValue::Type::Number;
    cell.isInteger = true;
    cell.integer = number;
    cell.real = static_cast<double>(number);
    cell.particle = ParticleType::Integer;
}

void takeDigest(CellValue &cell, const Digest &digest)
{
    cell.type = CellValue::Type::Bytes;
    cell.particle = ParticleType::Blob;
    cell.own =
        QByteArray(reinterpret_cast<const char *>(digest.bytes.data()), qsizetype(digest.bytes.size()));
    cell.bytes = cell.own;
}

} // namespace

CellValue cellValue(const RowView &row, const GridColumns::Id &column)
{
    CellValue cell;
    if (!row.isValid())
        return cell;
    switch (column.kind) {
    case GridColumns::Kind::Bin:
        if (const auto bin = row.bin(column.bin))
            take(cell, bin->particle, bin->bytes);
        break;
    case GridColumns::Kind::Key: {
        const auto key = row.userKey();
        if (!key) {
            takeDigest(cell, row.digest());
            break;
        }
        cell.key = *key;
        if (key->type() == Value::Type::Integer)
            takeInteger(cell, key->toInteger());
        else {
            cell.own = key->bytes();
            take(cell, key->particleType(), cell.own);
        }
        break;
    }
    case GridColumns::Kind::Digest:
        takeDigest(cell, row.digest());
        break;
    case GridColumns::Kind::Generation:
        takeInteger(cell, row.generation());
        break;
    case GridColumns::Kind::Expiry:
    case GridColumns::Kind::Ttl:
        // by the moment at which it goes: the latest is never
        takeInteger(cell, row.voidTime().never() ? std::numeric_limits<qint64>::max()
                                                 : row.voidTime().unixSeconds());
        break;
    case GridColumns::Kind::Partition:
        takeInteger(cell, row.digest().partitionId());
        break;
    }
    return cell;
}

QString CellValue::text() const
{
    switch (type) {
    case Type::Absent:
        return {};
    case Type::Bool:
        return integer != 0 ? u"true"_s : u"false"_s;
    case Type::Number:
        return isInteger ? QString::number(integer) : Workbench::editText(Value(real));
    case Type::Text:
        if (bytes.isValidUtf8())
            return Workbench::exactText(bytes);
        break;
    case Type::Bytes:
        return u"0x"_s + QString::fromLatin1(bytes.toByteArray().toHex());
    case Type::Other:
        break;
    }
    const Result<Value> value = decodeParticle(particle, bytes);
    return value ? Workbench::editText(*value) : QString();
}

std::weak_ordering compareNumbers(const CellValue &a, const CellValue &b)
{
    if (a.isInteger && b.isInteger)
        return a.integer <=> b.integer;
    const bool aNan = !a.isInteger && std::isnan(a.real);
    const bool bNan = !b.isInteger && std::isnan(b.real);
    if (aNan || bNan)
        return aNan <=> bNan;
    if (!a.isInteger && !b.isInteger)
        return std::weak_order(a.real, b.real);
    // one of each: by the whole part of the double, then by what is behind its point
    const auto mixed = [](qint64 integer, double real) -> std::weak_ordering {
        constexpr double beyond = 9223372036854775808.0; // 2^63
        if (real >= beyond)
            return std::weak_ordering::less;
        if (real < -beyond)
            return std::weak_ordering::greater;
        const double whole = std::floor(real);
        const auto order = integer <=> static_cast<qint64>(whole);
        if (order != 0)
            return order;
        return real > whole ? std::weak_ordering::less : std::weak_ordering::equivalent;
    };
    if (a.isInteger)
        return mixed(a.integer, b.real);
    const auto turned = mixed(b.integer, a.real);
    return turned == 0 ? turned : turned < 0 ? std::weak_ordering::greater : std::weak_ordering::less;
}

} // namespace Aeroscope::Ui
