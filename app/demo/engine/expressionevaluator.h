// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/evalrecord.h"
#include "app/demo/engine/expression.h"
#include "app/demo/engine/expressionprogram.h"

#include <QVarLengthArray>

#include <forward_list>
#include <optional>
#include <vector>

namespace Aeroscope::Demo {

/// What a path expression shows to the expressions inside it: the entry it stands at, packed. Null where
/// there is none.
struct LoopVariables
{
    QByteArrayView key;
    QByteArrayView value;
    std::optional<quint32> index;
};

/// A value during evaluation. Bytes belong to the record, the program or the evaluator.
struct EvalValue
{
    enum class Kind : quint8 {
        Unknown,
        Nil,
        Bool,
        Integer,
        Float,
        String,
        Blob,
        Hll,
        Geo,        ///< particle in stored form
        GeoLiteral, ///< packed, with its geometry
        Packed,     ///< list, map or a value that only lists can hold
        Remove,
    };

    Kind kind = Kind::Unknown;
    /// Answered by an operation, as opposed to being read or written down.
    bool isComputed = false;
    qint64 integer = 0; // Bool too
    double number = 0;
    QByteArrayView bytes;
    const Geometry *geometry = nullptr;

    [[nodiscard]] bool isUnknown() const noexcept { return kind == Kind::Unknown; }
    [[nodiscard]] bool truth() const noexcept { return integer != 0; }
};

/// One evaluation of a program. Cheap to make; not to be kept.
class ExpressionEvaluator
{
public:
    /// What is known of the record besides metadata.
    enum class Knows : quint8 { Metadata, Everything };

    ExpressionEvaluator(const ExpressionProgram &program, const EvalRecord &record, Knows knows);
    /// For expressions inside paths, which see no record.
    ExpressionEvaluator(const ExpressionProgram &program, const LoopVariables &loop);

    /// Results that are no truth value are false.
    [[nodiscard]] Truth truth();
    /// The result in stored form; nothing when it is unknown or no bin can hold it.
    [[nodiscard]] std::optional<Particle> particle();

    /// The result as an element of a list or map.
    struct Packed
    {
        bool remove = false;
        /// Holds a value that may not be stored.
        bool isTransient = false;
        QByteArray bytes;
    };
    [[nodiscard]] std::optional<Packed> packed();

private:
    [[nodiscard]] EvalValue evaluate(quint32 index);
    [[nodiscard]] EvalValue childOf(const ExpressionNode &node, quint32 index)
    {
        return evaluate(m_program.child(node, index));
    }

    [[nodiscard]] EvalValue literal(const ExpressionNode &node) const;
    [[nodiscard]] EvalValue compare(const ExpressionNode &node);
    [[nodiscard]] EvalValue compareGeo(const ExpressionNode &node);
    [[nodiscard]] EvalValue matchRegex(const ExpressionNode &node);
    [[nodiscard]] EvalValue inList(const ExpressionNode &node);
    [[nodiscard]] EvalValue junction(const ExpressionNode &node);
    [[nodiscard]] EvalValue exclusive(const ExpressionNode &node);
    [[nodiscard]] EvalValue arithmetic(const ExpressionNode &node);
    [[nodiscard]] EvalValue divide(const ExpressionNode &node);
    [[nodiscard]] EvalValue ofTwo(const ExpressionNode &node);
    [[nodiscard]] EvalValue ofOne(const ExpressionNode &node);
    [[nodiscard]] EvalValue metadata(const ExpressionNode &node) const;
    [[nodiscard]] EvalValue storedKey(const ExpressionNode &node) const;
    [[nodiscard]] EvalValue bin(const ExpressionNode &node) const;
    [[nodiscard]] EvalValue mapParts(const ExpressionNode &node);
    [[nodiscard]] EvalValue loopVariable(const ExpressionNode &node);
    [[nodiscard]] EvalValue condition(const ExpressionNode &node);
    [[nodiscard]] EvalValue let(const ExpressionNode &node);
    [[nodiscard]] EvalValue call(const ExpressionNode &node);

    /// The value of a particle that somebody keeps for as long as the evaluation takes.
    [[nodiscard]] static EvalValue fromParticle(ParticleView particle);
    /// The same for one that is handed over.
    [[nodiscard]] EvalValue keep(Particle particle);

    const ExpressionProgram &m_program;
    const EvalRecord *m_record = nullptr;
    const LoopVariables *m_loop = nullptr;
    bool m_knowsBins = false;
    QVarLengthArray<EvalValue, 4> m_variables;
    // Neither costs anything as long as it is empty, which it nearly always is.
    std::vector<QByteArray> m_made;
    std::forward_list<Geometry> m_geometries;
};

} // namespace Aeroscope::Demo
