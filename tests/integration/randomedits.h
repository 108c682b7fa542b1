// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/workbench/recordedit.h"

#include <QRandomGenerator>

namespace Aeroscope::Test {

/// Random values, records and edits; the same for the same seed.
class RandomEdits
{
public:
    explicit RandomEdits(quint32 seed)
        : m_random(seed)
    {}

    int below(int end) { return static_cast<int>(m_random.bounded(end)); }
    bool oneIn(int count) { return below(count) == 0; }

    /// Storable in a bin; containers as servers give them back.
    Value binValue() { return Workbench::canonical(value(0, false)); }
    Bins bins();
    /// One to four changes: inside lists and maps at any depth, of bins, and of the expiry.
    void change(Workbench::RecordEdit &edit);

private:
    Value value(int depth, bool isOrderable);
    Value scalar(bool isElement, bool isOrderable);
    Value mapKey();
    Value text();
    Workbench::PathSteps randomSteps(const Value &root, bool containersOnly);

    QRandomGenerator m_random;
};

} // namespace Aeroscope::Test
