/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The header line of a CSV file in the grammar of neo4j-admin:
 *
 *   column = [name] ":" role ["(" group ")"] ["{" option ":" value {"," option ":" value} "}"]
 *          | name [":" type ["[]"] ["{" options "}"]]
 *   role   = "ID" | "START_ID" | "END_ID" | "LABEL" | "TYPE" | "IGNORE"
 *
 * Roles and types in either case. Text in, columns out: knows nothing of rows and graphs. */
#ifndef CLIO_LOADERS_CSV_HEADER_H
#define CLIO_LOADERS_CSV_HEADER_H

#include "core/arena.h"
#include "csv_scan.h"
#include "loader.h"

typedef enum CsvRole { CSV_PROPERTY, CSV_ID, CSV_START_ID, CSV_END_ID, CSV_LABEL, CSV_TYPE, CSV_IGNORE } CsvRole;

typedef enum CsvType {
  CSV_STRING,
  CSV_CHAR,
  CSV_BYTE,
  CSV_SHORT,
  CSV_INT,
  CSV_LONG,
  CSV_FLOAT,
  CSV_DOUBLE,
  CSV_BOOLEAN,
  CSV_DATE,
  CSV_LOCALTIME,
  CSV_TIME,
  CSV_LOCALDATETIME,
  CSV_DATETIME,
  CSV_DURATION,
  CSV_EDTF
} CsvType;

typedef struct CsvColumn {
  CsvRole role;
  Text name;      /* PROPERTY: the key; ID: the key under which the id is kept, or empty */
  CsvType type;   /* PROPERTY */
  bool array;     /* PROPERTY */
  Text timezone;  /* PROPERTY, times with a zone: the one of values that name none; or empty */
  Text group;     /* ID, START_ID, END_ID; empty: the nameless one */
  Text label;     /* ID: a label of all the nodes, or empty */
  IdType id_type; /* ID */
  uint32_t key;   /* the importer's: number of the property key, NAME_NONE until it is met */
} CsvColumn;

#define CSV_NO_COLUMN UINT32_MAX

typedef struct CsvHeader {
  CsvColumn *columns;
  uint32_t count;
  bool of_rels;                  /* it has START_ID and END_ID */
  uint32_t id, start, end, type; /* columns, or CSV_NO_COLUMN */
  bool has_labels;
} CsvHeader;

/* Everything in *out lives in the arena. file is named in errors. */
Status csv_header_parse(Arena *arena, const char *file, const CsvRow *row, IdType id_type, CsvHeader *out, Error *err);

/* For files whose header only names columns. */

/* Whether some column of the line has a role or a type. */
bool csv_header_is_typed(const CsvRow *row);
/* Reads what may stand behind a name's colon: string[], datetime{timezone:Europe/Riga}. who is named in errors. */
Status csv_header_type(Arena *arena, const char *who, Text text, CsvColumn *column, Error *err);
/* Fails where two columns have the same name. */
Status csv_header_check_names(const char *file, const CsvRow *row, const CsvHeader *header, Error *err);

const char *csv_type_name(CsvType type);
bool csv_type_find(Text word, CsvType *type); /* in either case; false where there is none */

#endif
