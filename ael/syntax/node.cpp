// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/syntax/node.h"

#include <algorithm>

namespace Aeroscope::Ael {

namespace {

bool sameStep(const Step &a, const Step &b)
{
    return a.kind == b.kind && a.map == b.map && a.inverted == b.inverted && a.values == b.values &&
           a.first == b.first && a.count == b.count;
}

bool samePath(const Path &a, const Path &b)
{
    const bool sameArgument = (a.argument == nullptr) == (b.argument == nullptr) &&
                              (a.argument == nullptr || sameMeaning(a.argument, b.argument));
    return a.bin == b.bin &&
           std::equal(a.steps.begin(), a.steps.end(), b.steps.begin(), b.steps.end(), sameStep) &&
           a.designator == b.designator && a.function == b.function && a.explicitType == b.explicitType &&
           a.returnType == b.returnType && sameArgument;
}

} // namespace

bool sameMeaning(const Node *a, const Node *b)
{
    return a->kind == b->kind && a->op == b->op && a->name == b->name && a->index == b->index &&
           a->modulus == b->modulus && a->literalType == b->literalType && a->value == b->value &&
           a->names == b->names && (a->path == nullptr) == (b->path == nullptr) &&
           (a->path == nullptr || samePath(*a->path, *b->path)) &&
           std::equal(a->children.begin(), a->children.end(), b->children.begin(), b->children.end(),
                      sameMeaning);
}

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
        twin.constant = node.constant;
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
