// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/container.h"
#include "app/demo/engine/particle.h"

#include <optional>

namespace Aeroscope::Demo {

/// One entry of a context list (protocol section 8.4): how to find a child, and how to make it.
class ContextStep
{
public:
    explicit ContextStep(quint64 type) noexcept
        : m_type(type)
    {}

    enum class Base : quint8 { Index = 0, Rank = 1, Key = 2, Value = 3 };

    /// The forms that plain contexts know; create flags need a container kind.
    [[nodiscard]] bool isPlain() const noexcept;
    [[nodiscard]] Base base() const noexcept { return static_cast<Base>(m_type & 0x0f); }
    [[nodiscard]] bool isForList() const noexcept { return (m_type & 0x10) != 0; }
    [[nodiscard]] bool isForMap() const noexcept { return (m_type & 0x20) != 0; }
    [[nodiscard]] bool mayCreate() const noexcept { return (m_type & createOrder) != 0; }
    [[nodiscard]] bool padsWithNils() const noexcept { return (m_type & createMask) == createPadded; }
    [[nodiscard]] quint64 type() const noexcept { return m_type; }

    static constexpr quint64 createOrder = 0xc0;
    static constexpr quint64 createPadded = 0x80;
    static constexpr quint64 createOrdered = 0xc0;
    static constexpr quint64 createPersisted = 0x100;
    static constexpr quint64 createMask = createOrder | createPersisted;

private:
    quint64 m_type;
};

/// A container that a context makes around what is put into it.
struct MadeContainer
{
    bool isMap = false;
    quint8 flags = 0;
    QByteArray key;
    quint32 padding = 0;
    /// Nothing can be put into it: the padding is beyond reason. Operations that put nothing in succeed.
    bool mustStayEmpty = false;

    [[nodiscard]] QByteArray around(QByteArrayView inner) const;
};

/// Where a step leads in a container. Reads the step's argument from the reader.
struct ChildPlace
{
    bool found = false;
    quint32 index = 0;
    /// When nothing was found: the step can make the child, at `index`, behind `padding` nils, under `key` in
    /// a map.
    bool creatable = false;
    quint32 padding = 0;
    QByteArray key;
    /// As with MadeContainer.
    bool mustStayEmpty = false;
};
/// Nothing when the step leads nowhere and cannot be made.
[[nodiscard]] std::optional<ChildPlace> findInList(const PackedList &list, ContextStep step,
                                                   PackedReader &reader);
[[nodiscard]] std::optional<ChildPlace> findInMap(const PackedMap &map, ContextStep step,
                                                  PackedReader &reader);

/// Reads a step that must be made together with its container. `isFirst`: the container is that of the bin.
[[nodiscard]] std::optional<MadeContainer> readMadeContainer(ContextStep step, PackedReader &reader,
                                                             bool isFirst);

/// Follows a whole context from a list or map that is there: the code why not, or the packed value it leads
/// to.
struct Followed
{
    ResultCode code = ResultCode::Ok;
    QByteArrayView value;
};
[[nodiscard]] Followed followContext(PackedReader &reader, ParticleView bin);

} // namespace Aeroscope::Demo
