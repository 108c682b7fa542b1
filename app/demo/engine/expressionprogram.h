// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/geospatial.h"
#include "app/demo/engine/regularexpression.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <optional>
#include <span>
#include <vector>

namespace Aeroscope::Demo {

/// What an expression or a part of it results in (protocol section 9.1). None: literals that no bin can hold.
enum class ResultType : quint8 {
    Nil = 0,
    Bool = 1,
    Integer = 2,
    String = 3,
    List = 4,
    Map = 5,
    Blob = 6,
    Float = 7,
    GeoJson = 8,
    Hll = 9,
    Reserved = 10,
    Remove = 11,
    None = 12,
};

/// Operations of expressions (protocol section 9.2). Those from Literal on are not on the wire.
enum class ExpressionCode : quint8 {
    Unknown = 0,
    Equal = 1,
    NotEqual = 2,
    Greater = 3,
    GreaterOrEqual = 4,
    Less = 5,
    LessOrEqual = 6,
    Regex = 7,
    Geo = 8,
    InList = 9,
    And = 16,
    Or = 17,
    Not = 18,
    Exclusive = 19,
    Add = 20,
    Subtract = 21,
    Multiply = 22,
    Divide = 23,
    Power = 24,
    Logarithm = 25,
    Modulo = 26,
    Absolute = 27,
    Floor = 28,
    Ceiling = 29,
    ToInteger = 30,
    ToFloat = 31,
    BitAnd = 32,
    BitOr = 33,
    BitXor = 34,
    BitNot = 35,
    ShiftLeft = 36,
    ShiftRight = 37,
    ArithmeticShiftRight = 38,
    BitCount = 39,
    ScanLeft = 40,
    ScanRight = 41,
    Minimum = 50,
    Maximum = 51,
    DigestModulo = 64,
    DeviceSize = 65,
    LastUpdate = 66,
    SinceUpdate = 67,
    VoidTime = 68,
    TimeToLive = 69,
    SetName = 70,
    KeyExists = 71,
    IsTombstone = 72,
    MemorySize = 73,
    RecordSize = 74,
    Key = 80,
    Bin = 81,
    BinType = 82,
    Remove = 100,
    MapKeys = 101,
    MapValues = 102,
    LoopVariable = 122,
    Condition = 123,
    Variable = 124,
    Let = 125,
    Quote = 126,
    Call = 127,
    Literal,
};

/// The call of a list, map, bit or HLL operation inside an expression.
struct ExpressionCall
{
    enum class System : quint8 { Cdt = 0, Bits = 1, Hll = 2 };

    /// A stretch of the operation's msgpack, or a part that is computed.
    struct Piece
    {
        QByteArrayView packed;
        std::optional<quint32> node;
    };

    std::vector<Piece> pieces;
    /// Nothing when no such system exists: the call then always fails.
    std::optional<System> system;
    bool isModify = false;
    ResultType type = ResultType::Nil;
};

/// One operation. Which fields count depends on the code.
struct ExpressionNode
{
    ExpressionCode code = ExpressionCode::Unknown;
    /// Declared type of bins, variables and keys; type of literals.
    ResultType type = ResultType::None;
    /// Children in ExpressionProgram::children().
    quint32 firstChild = 0;
    quint32 childCount = 0;
    /// Literals, variable numbers, modulo and flags.
    qint64 integer = 0;
    double number = 0;
    /// Literal bodies (packed ones whole), bin names.
    QByteArrayView bytes;
    /// Index of the regular expression, geometry or call.
    quint32 detail = 0;
};

/// A built expression: nodes over a copy of its msgpack. Immutable.
class ExpressionProgram
{
public:
    /// Nothing when the server would refuse the expression.
    [[nodiscard]] static std::shared_ptr<const ExpressionProgram> build(QByteArrayView msgpack);

    ExpressionProgram(const ExpressionProgram &) = delete;
    ExpressionProgram &operator=(const ExpressionProgram &) = delete;

    [[nodiscard]] ResultType type() const noexcept { return m_type; }
    [[nodiscard]] quint32 root() const noexcept { return m_root; }
    [[nodiscard]] const ExpressionNode &node(quint32 index) const { return m_nodes[index]; }
    [[nodiscard]] quint32 child(const ExpressionNode &node, quint32 index) const
    {
        return m_children[node.firstChild + index];
    }
    [[nodiscard]] std::span<const quint32> children(const ExpressionNode &node) const
    {
        return std::span(m_children).subspan(node.firstChild, node.childCount);
    }
    [[nodiscard]] const RegularExpression &regex(const ExpressionNode &node) const
    {
        return m_regexes[node.detail];
    }
    [[nodiscard]] const Geometry &geometry(const ExpressionNode &node) const
    {
        return m_geometries[node.detail];
    }
    [[nodiscard]] const ExpressionCall &call(const ExpressionNode &node) const
    {
        return m_calls[node.detail];
    }

    [[nodiscard]] quint32 variableCount() const noexcept { return m_variableCount; }
    [[nodiscard]] bool needsBins() const noexcept { return m_needsBins; }
    [[nodiscard]] const QList<QByteArray> &binNames() const noexcept { return m_binNames; }
    [[nodiscard]] QByteArray displayText() const;

private:
    friend class ExpressionBuilder;
    explicit ExpressionProgram(QByteArrayView msgpack);

    QByteArray m_msgpack;
    std::vector<ExpressionNode> m_nodes;
    std::vector<quint32> m_children;
    std::vector<RegularExpression> m_regexes;
    std::vector<Geometry> m_geometries;
    std::vector<ExpressionCall> m_calls;
    QList<QByteArray> m_binNames;
    quint32 m_root = 0;
    quint32 m_variableCount = 0;
    ResultType m_type = ResultType::None;
    bool m_needsBins = false;
};

} // namespace Aeroscope::Demo
