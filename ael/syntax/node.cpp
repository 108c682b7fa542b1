// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/syntax/node.h"

namespace Aeroscope::Ael {

Node *Tree::add(NodeKind kind, Span span)
{
    Node &node = m_nodes.emplace_back();
    node.id = m_nodes.size() - 1;
    node.kind = kind;
    node.span = span;
    node.mark = span;
    return &node;
}

std::unique_ptr<Tree> Tree::clone() const
{
    auto copy = std::make_unique<Tree>();
    for (const Node &node : m_nodes) {
        Node &twin = copy->m_nodes.emplace_back();
        twin.id = node.id;
        twin.kind = node.kind;
        twin.op = node.op;
        twin.span = node.span;
        twin.mark = node.mark;
        twin.grouped = node.grouped;
        twin.height = node.height;
        twin.name = node.name;
        twin.index = node.index;
        twin.modulus = node.modulus;
        twin.value = node.value;
        twin.literalType = node.literalType;
        twin.names = node.names;
        twin.nameSpans = node.nameSpans;
        twin.hint = node.hint;
        twin.type = node.type;
        twin.readAs = node.readAs;
        if (node.path)
            twin.path = std::make_unique<Path>(*node.path);
    }
    // Every node exists now, so that the links can be drawn.
    for (const Node &node : m_nodes) {
        Node &twin = copy->m_nodes[node.id];
        twin.children.reserve(node.children.size());
        for (const Node *child : node.children)
            twin.children.push_back(&copy->m_nodes[child->id]);
        if (node.path && node.path->argument != nullptr)
            twin.path->argument = &copy->m_nodes[node.path->argument->id];
    }
    if (root != nullptr)
        copy->root = &copy->m_nodes[root->id];
    return copy;
}

} // namespace Aeroscope::Ael
