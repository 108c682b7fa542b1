// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/cellformat.h"

#include "ui/theme/chip.h"
#include "ui/workbench/humantext.h"
#include "ui/workbench/valuepreview.h"

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

RowCells::RowCells(const RowView &row, const RecordStore &store, const GridColumns &columns)
    : m_row(row)
    , m_columns(columns)
    , m_bins(store.columns().size())
{
    int guess = 0;
    const int known = static_cast<int>(m_bins.size());
    m_row.forEachBin([&](const RawBin &bin) {
        // rows of a set mostly have their bins in the order of the columns
        const bool asExpected = guess < known && store.columns()[static_cast<size_t>(guess)].name == bin.name;
        const int column = asExpected ? guess : store.columnOf(bin.name);
        if (column >= 0) {
            guess = column + 1;
            if (!m_bins[static_cast<size_t>(column)])
                m_bins[static_cast<size_t>(column)] = bin;
        }
        return true;
    });
}

std::optional<RawBin> RowCells::bin(int visual) const
{
    const GridColumns::Column &column = m_columns.at(visual);
    if (column.kind != GridColumns::Kind::Bin || column.bin < 0 ||
        column.bin >= static_cast<int>(m_bins.size()))
        return std::nullopt;
    return m_bins[static_cast<size_t>(column.bin)];
}

CellFormat RowCells::cell(int visual, qint64 nowUnixSeconds) const
{
    CellFormat format;
    if (!m_row.isValid()) {
        format.text = u"?"_s;
        format.muted = true;
        return format;
    }
    switch (m_columns.at(visual).kind) {
    case GridColumns::Kind::Key:
        return keyCell();
    case GridColumns::Kind::Generation:
        format.text = QString::number(m_row.generation());
        format.rightAligned = true;
        format.fixedFont = true;
        return format;
    case GridColumns::Kind::Expiry:
        format.text = Workbench::expiryText(m_row.voidTime(), nowUnixSeconds);
        format.rightAligned = true;
        return format;
    case GridColumns::Kind::Ttl:
        format.text = QString::number(m_row.voidTime().ttlAt(nowUnixSeconds));
        format.rightAligned = true;
        format.fixedFont = true;
        return format;
    case GridColumns::Kind::Partition:
        format.text = QString::number(m_row.digest().partitionId());
        format.rightAligned = true;
        format.fixedFont = true;
        return format;
    case GridColumns::Kind::Digest:
        format.text = QString::fromLatin1(m_row.digest().toHex());
        format.fixedFont = true;
        return format;
    case GridColumns::Kind::Bin:
        break;
    }
    const auto raw = bin(visual);
    if (!raw || raw->particle == ParticleType::Nil) {
        format.text = u"–"_s;
        format.muted = true;
        format.absent = true;
        format.fixedFont = true;
        return format;
    }
    return binCell(*raw);
}

CellFormat RowCells::keyCell() const
{
    CellFormat format;
    format.fixedFont = true;
    const auto key = m_row.userKey();
    if (!key) {
        format.chip = u"dig"_s;
        format.text = Workbench::shortDigest(m_row.digest());
        format.muted = true;
        return format;
    }
    format.chip = Chip::keyText(key->type());
    format.text = Workbench::previewValue(*key).text;
    return format;
}

CellFormat RowCells::binCell(const RawBin &bin)
{
    CellFormat format;
    Workbench::ValuePreview preview = Workbench::previewParticle(bin.particle, bin.bytes);
    format.text = std::move(preview.text);
    switch (bin.particle) {
    case ParticleType::Integer:
    case ParticleType::Float:
        format.rightAligned = true;
        format.fixedFont = true;
        break;
    case ParticleType::String:
        break;
    case ParticleType::List:
    case ParticleType::Map:
        format.fixedFont = true;
        if (preview.count >= 0)
            format.note = u"· "_s + Workbench::groupedCount(preview.count);
        break;
    case ParticleType::Hll:
    case ParticleType::Blob:
    case ParticleType::JavaBlob:
    case ParticleType::CSharpBlob:
    case ParticleType::PythonBlob:
    case ParticleType::RubyBlob:
    case ParticleType::PhpBlob:
    case ParticleType::ErlangBlob:
        format.fixedFont = true;
        format.note = u"· "_s + Workbench::byteSize(bin.bytes.size());
        break;
    default:
        format.fixedFont = true;
        break;
    }
    return format;
}

QString columnTypeText(quint64 types)
{
    QStringList words;
    for (quint8 n = 1; n < 64; ++n) {
        if (!(types & (quint64(1) << n)))
            continue;
        const QString word = Chip::particleText(static_cast<ParticleType>(n));
        if (!words.contains(word))
            words.append(word);
    }
    if (words.size() > 2)
        return words[0] + u"|…"_s;
    return words.join(u'|');
}

} // namespace Aeroscope::Ui
