// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/expressionprogram.h"

#include "app/demo/engine/cdtcall.h"
#include "app/demo/engine/cdtcontext.h"
#include "app/demo/engine/packed.h"
#include "app/demo/engine/packedtext.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Aeroscope::Demo {

namespace {

struct CodeName
{
    quint32 code;
    const char *name;
};

template <size_t Size>
const char *nameIn(const std::array<CodeName, Size> &names, quint32 code, const char *otherwise)
{
    const auto *found =
        std::find_if(names.begin(), names.end(), [code](const CodeName &n) { return n.code == code; });
    return found == names.end() ? otherwise : found->name;
}

constexpr std::array operationNames{
    CodeName{0, "unknown"},
    CodeName{1, "eq"},
    CodeName{2, "ne"},
    CodeName{3, "gt"},
    CodeName{4, "ge"},
    CodeName{5, "lt"},
    CodeName{6, "le"},
    CodeName{7, "cmp_regex"},
    CodeName{8, "cmp_geo"},
    CodeName{9, "in_list"},
    CodeName{16, "and"},
    CodeName{17, "or"},
    CodeName{18, "not"},
    CodeName{19, "exclusive"},
    CodeName{20, "add"},
    CodeName{21, "sub"},
    CodeName{22, "mul"},
    CodeName{23, "div"},
    CodeName{24, "pow"},
    CodeName{25, "log"},
    CodeName{26, "mod"},
    CodeName{27, "abs"},
    CodeName{28, "floor"},
    CodeName{29, "ceil"},
    CodeName{30, "to_int"},
    CodeName{31, "to_float"},
    CodeName{32, "int_and"},
    CodeName{33, "int_or"},
    CodeName{34, "int_xor"},
    CodeName{35, "int_not"},
    CodeName{36, "int_lshift"},
    CodeName{37, "int_rshift"},
    CodeName{38, "int_arshift"},
    CodeName{39, "int_count"},
    CodeName{40, "int_lscan"},
    CodeName{41, "int_rscan"},
    CodeName{50, "min"},
    CodeName{51, "max"},
    CodeName{64, "digest_modulo"},
    CodeName{65, "device_size"},
    CodeName{66, "last_update"},
    CodeName{67, "since_update"},
    CodeName{68, "void_time"},
    CodeName{69, "ttl"},
    CodeName{70, "set_name"},
    CodeName{71, "key_exists"},
    CodeName{72, "is_tombstone"},
    CodeName{73, "memory_size"},
    CodeName{74, "record_size"},
    CodeName{80, "key"},
    CodeName{81, "bin"},
    CodeName{82, "bin_type"},
    CodeName{100, "result_remove"},
    CodeName{101, "map_keys"},
    CodeName{102, "map_values"},
    CodeName{122, "var_builtin"},
    CodeName{123, "cond"},
    CodeName{124, "var"},
    CodeName{125, "let"},
};

constexpr std::array cdtNames{
    CodeName{1, "list_append"},
    CodeName{2, "list_append_items"},
    CodeName{3, "list_insert"},
    CodeName{4, "list_insert_items"},
    CodeName{9, "list_set"},
    CodeName{11, "list_clear"},
    CodeName{12, "list_increment"},
    CodeName{13, "list_sort"},
    CodeName{16, "list_size"},
    CodeName{19, "list_get_by_index"},
    CodeName{21, "list_get_by_rank"},
    CodeName{20, "list_get_by_value"},
    CodeName{23, "list_get_by_value_list"},
    CodeName{24, "list_get_by_index_range"},
    CodeName{25, "list_get_by_value_range"},
    CodeName{26, "list_get_by_rank_range"},
    CodeName{27, "list_get_by_rel_rank_range"},
    CodeName{32, "list_remove_by_index"},
    CodeName{34, "list_remove_by_rank"},
    CodeName{35, "list_remove_by_value"},
    CodeName{36, "list_remove_by_value_list"},
    CodeName{37, "list_remove_by_index_range"},
    CodeName{38, "list_remove_by_value_range"},
    CodeName{39, "list_remove_by_rank_range"},
    CodeName{40, "list_remove_by_rel_rank_range"},
    CodeName{67, "map_put"},
    CodeName{68, "map_put_items"},
    CodeName{73, "map_increment"},
    CodeName{75, "map_clear"},
    CodeName{76, "map_remove_by_key"},
    CodeName{77, "map_remove_by_index"},
    CodeName{78, "map_remove_by_value"},
    CodeName{79, "map_remove_by_rank"},
    CodeName{81, "map_remove_by_key_list"},
    CodeName{83, "map_remove_by_value_list"},
    CodeName{84, "map_remove_by_key_range"},
    CodeName{85, "map_remove_by_index_range"},
    CodeName{86, "map_remove_by_value_range"},
    CodeName{87, "map_remove_by_rank_range"},
    CodeName{88, "map_remove_by_rel_index_range"},
    CodeName{89, "map_remove_by_rel_rank_range"},
    CodeName{96, "map_size"},
    CodeName{97, "map_get_by_key"},
    CodeName{98, "map_get_by_index"},
    CodeName{100, "map_get_by_rank"},
    CodeName{102, "map_get_by_value"},
    CodeName{103, "map_get_by_key_range"},
    CodeName{104, "map_get_by_index_range"},
    CodeName{105, "map_get_by_value_range"},
    CodeName{106, "map_get_by_rank_range"},
    CodeName{107, "map_get_by_key_list"},
    CodeName{108, "map_get_by_value_list"},
    CodeName{109, "map_get_by_rel_index_range"},
    CodeName{110, "map_get_by_rel_rank_range"},
    CodeName{CdtCode::path, "select"},
};

constexpr std::array bitNames{
    CodeName{0, "bit_resize"},   CodeName{1, "bit_insert"}, CodeName{2, "bit_remove"},
    CodeName{3, "bit_set"},      CodeName{4, "bit_or"},     CodeName{5, "bit_xor"},
    CodeName{6, "bit_and"},      CodeName{7, "bit_not"},    CodeName{8, "bit_lshift"},
    CodeName{9, "bit_rshift"},   CodeName{10, "bit_add"},   CodeName{11, "bit_subtract"},
    CodeName{12, "bit_set_int"}, CodeName{50, "bit_get"},   CodeName{51, "bit_count"},
    CodeName{52, "bit_lscan"},   CodeName{53, "bit_rscan"}, CodeName{54, "bit_get_int"},
};

constexpr std::array hllNames{
    CodeName{0, "hll_init"},
    CodeName{1, "hll_add"},
    CodeName{2, "hll_set_union"},
    CodeName{3, "hll_refresh_count"},
    CodeName{4, "hll_fold"},
    CodeName{50, "hll_get_count"},
    CodeName{51, "hll_get_union"},
    CodeName{52, "hll_get_union_count"},
    CodeName{53, "hll_get_intersect_count"},
    CodeName{54, "hll_get_similarity"},
    CodeName{55, "hll_describe"},
    CodeName{56, "hll_may_contain"},
};
// Both systems number their reads from here on.
constexpr quint32 firstRead = 50;

constexpr std::array typeNames{"nil", "bool", "int", "str", "list", "map", "blob", "float", "geojson", "hll"};

/// Writes a program the way the server lists it.
class Display
{
public:
    explicit Display(const ExpressionProgram &program)
        : m_program(program)
    {}

    void write(quint32 index)
    {
        const auto &node = m_program.node(index);
        const auto *name = nameIn(operationNames, static_cast<quint32>(node.code), "");
        switch (node.code) {
        case ExpressionCode::Literal:
        case ExpressionCode::Quote:
            literal(node);
            return;
        case ExpressionCode::Call:
            call(node);
            return;
        case ExpressionCode::Bin:
            m_text += "bin_"_ba + typeNames[static_cast<size_t>(node.type)] + "(\"" +
                      node.bytes.toByteArray() + "\")";
            return;
        case ExpressionCode::BinType:
            m_text += "bin_type(\""_ba + node.bytes.toByteArray() + "\")";
            return;
        case ExpressionCode::DigestModulo:
        case ExpressionCode::LoopVariable:
            m_text += name + "("_ba + QByteArray::number(static_cast<quint32>(node.integer)) + ')';
            return;
        case ExpressionCode::Variable:
            m_text += "var(\"var_"_ba + QByteArray::number(node.integer) + "\")";
            return;
        case ExpressionCode::Let:
            let(node);
            return;
        case ExpressionCode::Regex:
            m_text += name + "(<string#"_ba + QByteArray::number(node.bytes.size()) + ">, " +
                      QByteArray::number(static_cast<quint32>(node.integer)) + ", ";
            write(m_program.child(node, 0));
            m_text += ')';
            return;
        default:
            m_text += name;
            m_text += '(';
            for (quint32 i = 0; i < node.childCount; ++i) {
                m_text += i == 0 ? "" : ", ";
                write(m_program.child(node, i));
            }
            m_text += ')';
        }
    }

    [[nodiscard]] QByteArray take() { return std::move(m_text); }

private:
    void count(const char *what, qint64 number)
    {
        m_text += '<';
        m_text += what;
        m_text += '#' + QByteArray::number(number) + '>';
    }

    void literal(const ExpressionNode &node)
    {
        switch (node.type) {
        case ResultType::Nil:
            m_text += "nil";
            return;
        case ResultType::Bool:
            m_text += node.integer != 0 ? "true" : "false";
            return;
        case ResultType::Integer:
            m_text += QByteArray::number(node.integer);
            return;
        case ResultType::Float:
            m_text += fixedText(node.number);
            return;
        case ResultType::String:
            count("string", node.bytes.size());
            return;
        case ResultType::Blob:
            count("blob", node.bytes.size());
            return;
        case ResultType::Hll:
            count("hll", node.bytes.size());
            return;
        case ResultType::GeoJson:
            count("geojson", PackedReader(node.bytes).string().size() - 1);
            return;
        case ResultType::List:
            count("list", PackedReader(node.bytes).listCount().value_or(0));
            return;
        case ResultType::Map:
            count("map", PackedReader(node.bytes).mapCount().value_or(0));
            return;
        default:
            count("ext", node.bytes.size());
        }
    }

    void let(const ExpressionNode &node)
    {
        m_text += "let(";
        for (quint32 i = 0; i + 1 < node.childCount; ++i) {
            m_text += "def(var_" + QByteArray::number(node.integer + i) + ", ";
            write(m_program.child(node, i));
            m_text += "), ";
        }
        write(m_program.child(node, node.childCount - 1));
        m_text += ')';
    }

    /// The name of a list, map or path operation and its context; leaves the reader at the first parameter.
    void cdtHead(PackedReader &reader, quint32 parameters, quint64 code)
    {
        const auto nameOf = [](quint64 number) {
            return nameIn(cdtNames, static_cast<quint32>(number), "INVALID_CDT_OP");
        };
        if (code == CdtCode::context) {
            const auto context = reader.element();
            (void)reader.listCount();
            m_text += nameOf(reader.integer().value_or(0));
            m_text += '(' + displayContext(context) + ", ";
            return;
        }
        m_text += nameOf(code);
        if (code != CdtCode::path) {
            m_text += "(NULL, ";
            return;
        }
        constexpr quint32 withExpression = 4;
        m_text += '(' + displayContext(reader.element()) + ", 0x" +
                  QByteArray::number(static_cast<quint32>(reader.integer().value_or(0)), 16) + ", ";
        if (parameters == withExpression) {
            m_text += "<mod_exp/" + QByteArray::number(reader.element().size()) + ">, ";
        }
    }

    void call(const ExpressionNode &node)
    {
        const auto &call = m_program.call(node);
        // The first piece holds the operation's code and everything up to the first computed parameter.
        PackedReader reader(call.pieces.front().packed);
        const auto parameters = reader.listCount().value_or(0);
        const auto code = reader.integer().value_or(0);
        const auto number = static_cast<quint32>(code);
        const auto isKnown = (number < firstRead) == call.isModify;
        switch (call.system.value_or(ExpressionCall::System::Cdt)) {
        case ExpressionCall::System::Cdt:
            cdtHead(reader, parameters, code);
            break;
        case ExpressionCall::System::Bits:
            m_text += isKnown ? nameIn(bitNames, number, "INVALID_BITS_OP") : "INVALID_BITS_OP";
            m_text += '(';
            break;
        case ExpressionCall::System::Hll:
            m_text += isKnown ? nameIn(hllNames, number, "INVALID_BITS_OP") : "INVALID_BITS_OP";
            m_text += '(';
            break;
        }
        for (size_t i = 0; i < call.pieces.size(); ++i) {
            const auto &piece = call.pieces[i];
            if (piece.node) {
                write(*piece.node);
                m_text += ", ";
                continue;
            }
            if (i != 0) {
                reader = PackedReader(piece.packed);
            }
            while (!reader.atEnd()) {
                m_text += parameterText(reader.element()) + ", ";
            }
        }
        write(m_program.child(node, 0));
        m_text += ')';
    }

    const ExpressionProgram &m_program;
    QByteArray m_text;
};

} // namespace

QByteArray ExpressionProgram::displayText() const
{
    Display display(*this);
    display.write(m_root);
    return display.take();
}

} // namespace Aeroscope::Demo
