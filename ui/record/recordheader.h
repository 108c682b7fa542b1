// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/record.h"

#include <QWidget>

namespace Aeroscope::Ui {

/// Which record this is: set, key with its type, digest, partition, generation, expiry. Painted, read aloud
/// as one text.
class RecordHeader : public QWidget
{
    Q_OBJECT

public:
    explicit RecordHeader(QWidget *parent = nullptr);

    void setRecord(const Record &record, qint64 bytes);
    void setInsert(const QByteArray &ns, const QByteArray &set);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_place;
    QString m_chip;
    QString m_key;
    QString m_facts;
    QString m_right;
};

} // namespace Aeroscope::Ui
