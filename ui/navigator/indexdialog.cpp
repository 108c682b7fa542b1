// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/navigator/indexdialog.h"

#include "ael/compiler.h"
#include "ui/connections/environmentlook.h"
#include "ui/query/diagnosticmessage.h"
#include "ui/shell/errortext.h"
#include "ui/shell/launch.h"
#include "ui/theme/roles.h"
#include "ui/theme/style.h"
#include "ui/workbench/humantext.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

QString placeText(const DataSet &dataset)
{
    const QString ns = Workbench::nameText(dataset.namespaceName);
    return dataset.setName.isEmpty() ? ns : ns + u'.' + Workbench::nameText(dataset.setName);
}

/// The thin edge in the environment's colour, with its word where it has one.
QWidget *band(const Workbench::Profile &profile, QWidget *parent)
{
    const EnvironmentLook look = environmentLook(profile);
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setAutoFillBackground(true);
    QPalette colours = label->palette();
    colours.setColor(QPalette::Window, look.fill);
    colours.setColor(QPalette::WindowText, look.text);
    label->setPalette(colours);
    if (look.word.isEmpty()) {
        label->setFixedHeight(3);
    } else {
        label->setText(look.word + u"   "_s + profile.name);
        label->setContentsMargins(16, 4, 16, 4);
    }
    return label;
}

QLabel *formLabel(const QString &text, QWidget *buddy)
{
    auto *label = new QLabel(text);
    setTextRole(label, TextRole::Muted);
    label->setBuddy(buddy);
    label->setMinimumHeight(Style::fieldHeight);
    return label;
}

std::unexpected<Error> refuse(const QString &why)
{
    return std::unexpected(Error::invalidArgument(why));
}

QVBoxLayout *frame(QDialog *dialog, const Workbench::Profile &profile)
{
    auto *inner = new QVBoxLayout;
    inner->setContentsMargins(16, 14, 16, 12);
    inner->setSpacing(10);
    auto *layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(band(profile, dialog));
    layout->addLayout(inner);
    return inner;
}

} // namespace

IndexDialog::IndexDialog(const Workbench::Profile &profile, const DataSet &dataset, WriterSource writer,
                         QWidget *parent)
    : QDialog(parent)
    , m_dataset(dataset)
    , m_writer(std::move(writer))
    , m_name(new QLineEdit(this))
    , m_source(new QComboBox(this))
    , m_text(new QLineEdit(this))
    , m_type(new QComboBox(this))
    , m_collection(new QComboBox(this))
    , m_message(new QLabel(this))
    , m_progress(new QProgressBar(this))
{
    setObjectName(u"indexDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Create an index"));
    auto *title = new QLabel(tr("Index over %1").arg(placeText(dataset)), this);
    title->setTextFormat(Qt::PlainText);
    setTextRole(title, TextRole::Strong);
    m_name->setAccessibleName(tr("Name of the index"));
    m_name->setPlaceholderText(tr("age_idx"));
    m_source->setAccessibleName(tr("What is indexed"));
    m_source->addItem(tr("a bin"), static_cast<int>(Source::Bin));
    m_source->addItem(tr("a place inside a bin"), static_cast<int>(Source::Place));
    m_source->addItem(tr("an expression"), static_cast<int>(Source::Expression));
    m_text->setFont(fixedFont());
    m_type->setAccessibleName(tr("Type of the values"));
    m_type->addItem(tr("numbers (integer)"), static_cast<int>(IndexDefinition::Type::Numeric));
    m_type->addItem(tr("strings"), static_cast<int>(IndexDefinition::Type::String));
    m_type->addItem(tr("blobs"), static_cast<int>(IndexDefinition::Type::Blob));
    m_type->addItem(tr("GeoJSON"), static_cast<int>(IndexDefinition::Type::Geo));
    m_collection->setAccessibleName(tr("Which values"));
    m_collection->addItem(tr("the value itself"), static_cast<int>(IndexInfo::Collection::None));
    m_collection->addItem(tr("elements of a list"), static_cast<int>(IndexInfo::Collection::List));
    m_collection->addItem(tr("keys of a map"), static_cast<int>(IndexInfo::Collection::MapKeys));
    m_collection->addItem(tr("values of a map"), static_cast<int>(IndexInfo::Collection::MapValues));
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(8);
    m_progress->setAccessibleName(tr("Index built"));
    m_progress->hide();

    auto *form = new QFormLayout;
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(8);
    m_textLabel = formLabel({}, m_text);
    form->addRow(formLabel(tr("Name"), m_name), m_name);
    form->addRow(formLabel(tr("Of"), m_source), m_source);
    form->addRow(m_textLabel, m_text);
    form->addRow(formLabel(tr("Type"), m_type), m_type);
    form->addRow(formLabel(tr("Values"), m_collection), m_collection);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_create = buttons->addButton(tr("Create index"), QDialogButtonBox::ActionRole);
    setButtonRole(m_create, ButtonRole::Primary);
    m_create->setDefault(true);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    QVBoxLayout *inner = frame(this, profile);
    inner->addWidget(title);
    inner->addLayout(form);
    inner->addWidget(m_progress);
    inner->addWidget(m_message);
    inner->addWidget(buttons);
    setMinimumWidth(460);

    for (QLineEdit *field : {m_name, m_text})
        connect(field, &QLineEdit::textChanged, this, &IndexDialog::updateState);
    for (QComboBox *field : {m_source, m_type, m_collection})
        connect(field, &QComboBox::currentIndexChanged, this, &IndexDialog::updateState);
    connect(m_create, &QPushButton::clicked, this, &IndexDialog::create);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    updateState();
    m_name->setFocus();
}

IndexDialog::~IndexDialog()
{
    m_stop.request_stop(); // only of looking at it: the servers go on
}

Result<IndexDefinition> IndexDialog::definition() const
{
    IndexDefinition wanted;
    wanted.namespaceName = m_dataset.namespaceName;
    wanted.setName = m_dataset.setName;
    wanted.name = m_name->text().trimmed().toUtf8();
    wanted.type = static_cast<IndexDefinition::Type>(m_type->currentData().toInt());
    wanted.collection = static_cast<IndexInfo::Collection>(m_collection->currentData().toInt());
    if (wanted.name.isEmpty())
        return refuse(tr("Give the index a name."));
    if (wanted.name.size() > 63 || wanted.name.contains(':') || wanted.name.contains(';') ||
        wanted.name.contains('='))
        return refuse(tr("A name has at most 63 bytes and no colon, semicolon or equals sign."));
    const QString text = m_text->text().trimmed();
    switch (static_cast<Source>(m_source->currentData().toInt())) {
    case Source::Bin:
        wanted.bin = text.toUtf8();
        if (wanted.bin.isEmpty())
            return refuse(tr("Name the bin."));
        if (wanted.bin.size() > 15)
            return refuse(tr("The name of a bin has at most 15 bytes."));
        break;
    case Source::Place: {
        if (text.isEmpty())
            return refuse(tr("Write the path, such as $.address.city."));
        const Ael::ContextResult place = Ael::compileContext(text);
        if (!place.ok())
            return refuse(place.diagnostics.isEmpty() ? tr("This is no path inside a bin.")
                                                      : diagnosticMessage(place.diagnostics.first()));
        // the compiler has accepted it, so the first step behind "$." is the bin
        const QString bin = text.mid(2).section(u'.', 0, 0);
        if (bin.contains(u'"') || bin.contains(u'\''))
            return refuse(tr("Quoted names of bins are not possible here."));
        wanted.bin = bin.toUtf8();
        wanted.context = place.context;
        break;
    }
    case Source::Expression: {
        if (text.isEmpty())
            return refuse(tr("Write the expression, such as $.price * $.count."));
        Ael::CompileOptions options;
        options.as = Ael::CompileOptions::As::Value;
        const Ael::CompileResult compiled = Ael::compile(text, options);
        if (!compiled.ok())
            return refuse(compiled.firstError() ? diagnosticMessage(*compiled.firstError())
                                                : tr("This is no expression."));
        wanted.expression = compiled.expression.bytes();
        break;
    }
    }
    return wanted;
}

void IndexDialog::updateState()
{
    const auto source = static_cast<Source>(m_source->currentData().toInt());
    const bool expression = source == Source::Expression;
    m_textLabel->setText(source == Source::Bin     ? tr("Bin")
                         : source == Source::Place ? tr("Path")
                                                   : tr("Expression"));
    m_text->setAccessibleName(m_textLabel->text());
    m_text->setPlaceholderText(source == Source::Bin     ? u"age"_s
                               : source == Source::Place ? u"$.address.city"_s
                                                         : u"$.price * $.count"_s);
    const Result<IndexDefinition> wanted = definition();
    m_create->setEnabled(wanted && !m_running);
    for (QWidget *field : std::initializer_list<QWidget *>{m_name, m_source, m_text, m_type, m_collection})
        field->setEnabled(!m_running);
    if (m_running)
        return;
    setTextRole(m_message, TextRole::Muted);
    const bool untouched = m_name->text().isEmpty() && m_text->text().isEmpty();
    m_message->setText(!wanted && !untouched ? wanted.error().message
                       : expression          ? tr("Indexes over expressions need server 8.1.")
                                    : tr("Every node builds it in the background; queries use it when it is "
                                         "complete."));
}

void IndexDialog::create()
{
    const Result<IndexDefinition> wanted = definition();
    if (!wanted || m_running)
        return;
    const Result<Session> session = m_writer();
    if (!session) {
        finish(std::unexpected(session.error()));
        return;
    }
    m_running = true;
    m_progress->setRange(0, 100);
    m_progress->setValue(0);
    m_progress->show();
    setTextRole(m_message, TextRole::Muted);
    m_message->setText(tr("Building…"));
    updateState();
    launch(run(this, session->admin(), *wanted, m_stop.get_token()));
}

QCoro::Task<void> IndexDialog::run(QPointer<IndexDialog> self, AdminApi admin, IndexDefinition definition,
                                   std::stop_token stop)
{
    const AdminApi::Progress progress = [self](int percent) {
        if (!self)
            return;
        self->m_progress->setValue(percent);
        self->m_message->setText(tr("Building, %1 %").arg(percent));
    };
    const Result<void> result = co_await admin.createIndex(std::move(definition), progress, stop);
    if (self && !stop.stop_requested())
        self->finish(result);
}

void IndexDialog::finish(const Result<void> &result)
{
    m_running = false;
    if (!result) {
        m_progress->hide();
        updateState();
        setTextRole(m_message, TextRole::Error);
        m_message->setText(errorLine(result.error()));
        return;
    }
    m_progress->setValue(100);
    updateState();
    m_create->setEnabled(false);
    m_message->setText(tr("The index is complete."));
    Q_EMIT created(m_name->text().trimmed().toUtf8());
}

DropIndexDialog::DropIndexDialog(const Workbench::Profile &profile, QByteArray namespaceName,
                                 QByteArray index, WriterSource writer, QWidget *parent)
    : QDialog(parent)
    , m_namespace(std::move(namespaceName))
    , m_index(std::move(index))
    , m_writer(std::move(writer))
    , m_name(new QLineEdit(this))
    , m_message(new QLabel(this))
{
    setObjectName(u"dropIndexDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Drop an index"));
    const QString name = Workbench::nameText(m_index);
    auto *title = new QLabel(tr("Drop index %1 of %2?").arg(name, Workbench::nameText(m_namespace)), this);
    title->setTextFormat(Qt::PlainText);
    setTextRole(title, TextRole::Strong);
    auto *text = new QLabel(
        tr("Queries that need it go over all records from then on. No record is changed; making it "
           "again takes as long as it took the first time."),
        this);
    text->setWordWrap(true);
    text->setMinimumWidth(380);
    const bool typed = profile.environment == Workbench::Environment::Production;
    m_name->setAccessibleName(tr("Name of the index"));
    m_name->setPlaceholderText(tr("Type %1 to drop it").arg(name));
    m_name->setVisible(typed);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    setTextRole(m_message, TextRole::Error);
    m_message->hide();
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Cancel)->setDefault(true);
    m_drop = buttons->addButton(tr("Drop index"), QDialogButtonBox::ActionRole);
    m_drop->setAutoDefault(false);
    setButtonRole(m_drop, ButtonRole::Danger);
    m_drop->setEnabled(!typed);
    QVBoxLayout *inner = frame(this, profile);
    for (QWidget *widget : std::initializer_list<QWidget *>{title, text, m_name, m_message, buttons})
        inner->addWidget(widget);
    connect(m_name, &QLineEdit::textChanged, this,
            [this, name](const QString &now) { m_drop->setEnabled(now.trimmed() == name); });
    connect(m_drop, &QPushButton::clicked, this, &DropIndexDialog::drop);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

DropIndexDialog::~DropIndexDialog()
{
    m_stop.request_stop();
}

void DropIndexDialog::drop()
{
    const Result<Session> session = m_writer();
    if (!session) {
        m_message->setText(errorLine(session.error()));
        m_message->show();
        return;
    }
    m_drop->setEnabled(false);
    launch(run(this, session->admin(), m_stop.get_token()));
}

QCoro::Task<void> DropIndexDialog::run(QPointer<DropIndexDialog> self, AdminApi admin, std::stop_token stop)
{
    const Result<void> result = co_await admin.dropIndex(self->m_namespace, self->m_index, stop);
    if (!self || stop.stop_requested())
        co_return;
    if (!result) {
        self->m_drop->setEnabled(true);
        self->m_message->setText(errorLine(result.error()));
        self->m_message->show();
        co_return;
    }
    Q_EMIT self->dropped(self->m_index);
    self->accept();
}

} // namespace Aeroscope::Ui
