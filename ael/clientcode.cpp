// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/clientcode.h"

#include "ael/analysis.h"
#include "ael/service/expressionwriter.h"
#include "ael/service/literaltext.h"

#include <QStringList>

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

namespace {

QString name(const QByteArray &bytes, ClientLanguage language)
{
    return quotedFor(language, bytes);
}

QString names(const QList<QByteArray> &bins, ClientLanguage language)
{
    QStringList quoted;
    for (const QByteArray &bin : bins)
        quoted.append(name(bin, language));
    return quoted.join(u", "_s);
}

/// The text with its placeholders written out; nothing when a value cannot be written.
std::optional<QString> writtenOut(QStringView text, const CompileOptions &options)
{
    QString result = text.toString();
    std::vector<std::pair<Span, QString>> changes;
    bool writable = true;
    Hooks hooks;
    std::function<void(const Node *)> visit = [&](const Node *node) {
        if (node->kind == NodeKind::Placeholder) {
            const std::optional<QString> literal = literalText(node->value);
            writable = writable && literal;
            changes.emplace_back(node->span, literal.value_or(QString()));
        }
        for (const Node *child : node->children)
            visit(child);
    };
    hooks.onEncoded = [&](const Tree &tree, const Expression &) { visit(tree.root); };
    if (!compileText(text, options, Checker::MissingPlaceholders::AreErrors, hooks).ok() || !writable)
        return {};
    const SourceText source(text);
    std::sort(changes.begin(), changes.end(),
              [](const auto &a, const auto &b) { return a.first.offset > b.first.offset; });
    for (const auto &[span, literal] : changes) {
        const qsizetype start = source.utf16Offset(span.offset);
        result.replace(start, source.utf16Offset(span.end()) - start, literal);
    }
    return result;
}

QString pythonCode(const QString &filter, const ClientQuery &query)
{
    constexpr auto language = ClientLanguage::PythonSdk;
    QString code = u"from aerospike_sdk import DataSet\n\nstream = await (\n    session.query(DataSet.of("_s +
                   name(query.namespaceName, language) + u", "_s + name(query.set, language) + u"))\n"_s;
    if (!filter.isEmpty())
        code += u"    .where("_s + quotedFor(language, filter.toUtf8()) + u")\n"_s;
    if (!query.bins.isEmpty())
        code += u"    .bins(["_s + names(query.bins, language) + u"])\n"_s;
    if (query.limit >= 0)
        code += u"    .limit("_s + QString::number(query.limit) + u")\n"_s;
    return code +
           u"    .execute()\n)\nasync for row in stream:\n    if row.is_ok and row.record is not None:\n        print(row.record.bins)\n"_s;
}

QString javaCode(const QString &filter, const ClientQuery &query)
{
    constexpr auto language = ClientLanguage::Java;
    QString code = u"Statement statement = new Statement();\nstatement.setNamespace("_s +
                   name(query.namespaceName, language) + u");\n"_s;
    if (!query.set.isEmpty())
        code += u"statement.setSetName("_s + name(query.set, language) + u");\n"_s;
    if (!query.bins.isEmpty())
        code += u"statement.setBinNames("_s + names(query.bins, language) + u");\n"_s;
    if (query.limit >= 0)
        code += u"statement.setMaxRecords("_s + QString::number(query.limit) + u");\n"_s;
    code += u"QueryPolicy policy = new QueryPolicy(client.getQueryPolicyDefault());\n"_s;
    if (!filter.isEmpty())
        code += u"policy.filterExp = "_s + filter + u";\n"_s;
    return code +
           u"try (RecordSet records = client.query(policy, statement)) {\n    while (records.next()) {\n"
           "        System.out.println(records.getKey() + \" \" + records.getRecord());\n    }\n}\n"_s;
}

QString csharpCode(const QString &filter, const ClientQuery &query)
{
    constexpr auto language = ClientLanguage::CSharp;
    QString code = u"Statement statement = new Statement();\nstatement.SetNamespace("_s +
                   name(query.namespaceName, language) + u");\n"_s;
    if (!query.set.isEmpty())
        code += u"statement.SetSetName("_s + name(query.set, language) + u");\n"_s;
    if (!query.bins.isEmpty())
        code += u"statement.SetBinNames("_s + names(query.bins, language) + u");\n"_s;
    if (query.limit >= 0)
        code += u"statement.MaxRecords = "_s + QString::number(query.limit) + u";\n"_s;
    code += u"QueryPolicy policy = new QueryPolicy(client.QueryPolicyDefault);\n"_s;
    if (!filter.isEmpty())
        code += u"policy.filterExp = "_s + filter + u";\n"_s;
    return code + u"using RecordSet records = client.Query(policy, statement);\nwhile (records.Next())\n{\n"
                  "    Console.WriteLine($\"{records.Key} {records.Record}\");\n}\n"_s;
}

QString goCode(const QString &filter, const ClientQuery &query, bool isBase64)
{
    constexpr auto language = ClientLanguage::Go;
    QString code = u"statement := as.NewStatement("_s + name(query.namespaceName, language) + u", "_s +
                   name(query.set, language);
    if (!query.bins.isEmpty())
        code += u", "_s + names(query.bins, language);
    code += u")\npolicy := as.NewQueryPolicy()\n"_s;
    if (query.limit >= 0)
        code += u"policy.MaxRecords = "_s + QString::number(query.limit) + u"\n"_s;
    if (isBase64)
        code += u"filter, err := "_s + filter +
                u"\nif err != nil {\n\tlog.Fatal(err)\n}\npolicy.FilterExpression = filter\n"_s;
    else if (!filter.isEmpty())
        code += u"policy.FilterExpression = "_s + filter + u"\n"_s;
    return code + u"records, err := client.Query(policy, statement)\nif err != nil {\n\tlog.Fatal(err)\n}\n"
                  "for result := range records.Results() {\n\tif result.Err != nil "
                  "{\n\t\tlog.Fatal(result.Err)\n\t}\n"
                  "\tfmt.Println(result.Record)\n}\n"_s;
}

QString nodeCode(const QString &filter, const ClientQuery &query)
{
    constexpr auto language = ClientLanguage::Node;
    QString code =
        u"const Aerospike = require('aerospike')\nconst exp = Aerospike.exp\n\nconst query = client.query("_s +
        name(query.namespaceName, language);
    if (!query.set.isEmpty())
        code += u", "_s + name(query.set, language);
    code += u")\n"_s;
    if (!query.bins.isEmpty())
        code += u"query.select("_s + names(query.bins, language) + u")\n"_s;
    if (query.limit >= 0)
        code += u"query.maxRecords = "_s + QString::number(query.limit) + u"\n"_s;
    code += u"const policy = new Aerospike.QueryPolicy({"_s;
    if (!filter.isEmpty())
        code += u"\n  filterExpression: "_s + filter + u"\n"_s;
    return code + u"})\nconst stream = query.foreach(policy)\nstream.on('error', error => { throw error })\n"
                  "stream.on('data', record => console.log(record.key, record.bins))\n"_s;
}

QString cCode(const QString &filter, const ClientQuery &query, bool isBase64)
{
    constexpr auto language = ClientLanguage::C;
    QString code = u"as_query query;\nas_query_init(&query, "_s + name(query.namespaceName, language) +
                   u", "_s + name(query.set, language) + u");\n"_s;
    if (!query.bins.isEmpty()) {
        code += u"as_query_select_init(&query, "_s + QString::number(query.bins.size()) + u");\n"_s;
        for (const QByteArray &bin : query.bins)
            code += u"as_query_select(&query, "_s + name(bin, language) + u");\n"_s;
    }
    if (query.limit >= 0)
        code += u"query.max_records = "_s + QString::number(query.limit) + u";\n"_s;
    code += u"as_policy_query policy;\nas_policy_query_copy(&as->config.policies.query, &policy);\n"_s;
    if (isBase64)
        code += u"as_exp* filter = "_s + filter + u";\npolicy.base.filter_exp = filter;\n"_s;
    else if (!filter.isEmpty())
        code += u"as_exp_build(filter,\n    "_s + filter + u");\npolicy.base.filter_exp = filter;\n"_s;
    code += u"as_error error;\nif (aerospike_query_foreach(as, &error, &policy, &query, on_record, NULL) != "
            u"AEROSPIKE_OK) {\n"
            "    fprintf(stderr, \"%d %s\\n\", error.code, error.message);\n}\n"_s;
    if (!filter.isEmpty())
        code += u"as_exp_destroy(filter);\n"_s;
    return code + u"as_query_destroy(&query);\n"_s;
}

QString rustCode(const QString &filter, const ClientQuery &query)
{
    constexpr auto language = ClientLanguage::Rust;
    QString bins = u"Bins::All"_s;
    if (!query.bins.isEmpty())
        bins = u"Bins::from(["_s + names(query.bins, language) + u"])"_s;
    QString code = u"use aerospike::expressions::*;\nuse aerospike::operations::cdt_context::*;\n"
                   "use aerospike::query::PartitionFilter;\n\n"
                   "let mut policy = QueryPolicy::default();\n"_s;
    if (query.limit >= 0)
        code += u"policy.max_records = "_s + QString::number(query.limit) + u";\n"_s;
    if (!filter.isEmpty())
        code += u"policy.base_policy.filter_expression = Some("_s + filter + u");\n"_s;
    return code + u"let statement = Statement::new("_s + name(query.namespaceName, language) + u", "_s +
           name(query.set, language) + u", "_s + bins +
           u");\nlet records = client.query(&policy, PartitionFilter::all(), statement).await?;\n"_s;
}

/// The whole expression as bytes, where a client takes them.
QString base64Filter(ClientLanguage language, const Expression &expression)
{
    const QString text = u'"' + QString::fromLatin1(expression.bytes().toBase64()) + u'"';
    switch (language) {
    case ClientLanguage::Java:
        return u"Expression.fromBase64("_s + text + u')';
    case ClientLanguage::CSharp:
        return u"Expression.FromBase64("_s + text + u')';
    case ClientLanguage::Go:
        return u"as.ExpFromBase64("_s + text + u')';
    case ClientLanguage::C:
        return u"as_exp_from_base64("_s + text + u')';
    case ClientLanguage::Rust:
        return u"from_base64("_s + text + u")?"_s;
    default:
        return {};
    }
}

QString assembled(ClientLanguage language, QString filter, const ClientQuery &query, bool isBase64)
{
    const bool isBuilt = !filter.isEmpty() && !isBase64;
    switch (language) {
    case ClientLanguage::PythonSdk:
        break;
    case ClientLanguage::Java:
        return javaCode(isBuilt ? u"Exp.build(\n    "_s + filter + u')' : filter, query);
    case ClientLanguage::CSharp:
        return csharpCode(isBuilt ? u"Exp.Build(\n    "_s + filter + u')' : filter, query);
    case ClientLanguage::Go:
        return goCode(filter, query, isBase64);
    case ClientLanguage::Node:
        return nodeCode(filter, query);
    case ClientLanguage::C:
        return cCode(filter, query, isBase64);
    case ClientLanguage::Rust:
        return rustCode(filter, query);
    }
    return {};
}

} // namespace

QString clientCode(ClientLanguage language, QStringView text, const CompileOptions &options,
                   const ClientQuery &query)
{
    if (language == ClientLanguage::PythonSdk) {
        // This client takes the text itself, without values beside it.
        const std::optional<QString> filter =
            text.trimmed().isEmpty() ? std::optional(QString()) : writtenOut(text, options);
        return filter ? pythonCode(*filter, query) : QString();
    }
    if (text.trimmed().isEmpty())
        return assembled(language, {}, query, false);
    std::optional<QString> built;
    Hooks hooks;
    hooks.onEncoded = [&](const Tree &tree, const Expression &) {
        built = writeExpression(language, tree.root);
    };
    const CompileResult result = compileText(text, options, Checker::MissingPlaceholders::AreErrors, hooks);
    if (!result.ok())
        return {};
    if (built)
        return assembled(language, *built, query, false);
    const QString bytes = base64Filter(language, result.expression);
    return bytes.isEmpty() ? QString() : assembled(language, bytes, query, true);
}

} // namespace Aeroscope::Ael
