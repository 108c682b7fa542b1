// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/syntax/node.h"

namespace Aeroscope::Ael {

Node *Tree::add(NodeKind kind, Span span)
{
    Node &node = m_nodes.emplace_back();
    node.kind = kind;
    node.span = span;
    node.mark = span;
    return &node;
}

} // namespace Aeroscope::Ael
