/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions of numbers. Floats follow IEEE 754 (the square root of -1 is NaN), integers never wrap. */
#include "func_internal.h"

#include <math.h>

/* A function of one real number x. */
#define REAL(id, about, call, gives, source, formula)                                                                  \
  static Status run_##id(FunctionContext *c, const Value *args, uint32_t n, Value *out)                                \
  {                                                                                                                    \
    TRY(function_check(c, &function_##id, args, n));                                                                   \
    double x = value_number(args[0]);                                                                                  \
    *out = value_float(formula);                                                                                       \
    return STATUS_OK;                                                                                                  \
  }                                                                                                                    \
  const Function function_##id = {                                                                                     \
      .name = #id,                                                                                                     \
      .signature = #id "(x :: NUMBER) :: FLOAT",                                                                       \
      .help = about,                                                                                                   \
      .example = call,                                                                                                 \
      .value = gives,                                                                                                  \
      .category = "number",                                                                                            \
      .origin = source,                                                                                                \
      .min_args = 1,                                                                                                   \
      .max_args = 1,                                                                                                   \
      .arg_types = {TYPE_NUMBER},                                                                                      \
      .result = TYPE_FLOAT | TYPE_NULL,                                                                                \
      .flags = ROW_TYPED,                                                                                              \
      .scalar = run_##id,                                                                                              \
  };

#define PI    3.14159265358979323846
#define EULER 2.71828182845904523536

REAL(acos, "The arccosine, in radians; NaN outside of -1 to 1.", "acos(1)", "0.0", "openCypher", acos(x))
REAL(asin, "The arcsine, in radians; NaN outside of -1 to 1.", "asin(0)", "0.0", "openCypher", asin(x))
REAL(atan, "The arctangent, in radians.", "atan(0)", "0.0", "openCypher", atan(x))
REAL(ceil, "The smallest whole number that is not below x.", "ceil(0.1)", "1.0", "openCypher", ceil(x))
REAL(ceiling, "The smallest whole number that is not below x: GQL's name of ceil().", "ceiling(0.1)", "1.0", "GQL",
     ceil(x))
REAL(cos, "The cosine of an angle in radians.", "cos(0)", "1.0", "openCypher", cos(x))
REAL(cosh, "The hyperbolic cosine.", "cosh(0)", "1.0", "GQL", cosh(x))
REAL(cot, "The cotangent of an angle in radians.", "round(cot(0.5), 4)", "1.8305", "openCypher", 1 / tan(x))
REAL(coth, "The hyperbolic cotangent.", "round(coth(0.5), 4)", "2.164", "Cypher 5", 1 / tanh(x))
REAL(degrees, "Radians to degrees.", "degrees(pi())", "180.0", "openCypher", x *(180 / PI))
REAL(exp, "e to the power of x.", "exp(0)", "1.0", "openCypher", exp(x))
REAL(floor, "The largest whole number that is not above x.", "floor(0.9)", "0.0", "openCypher", floor(x))
REAL(haversin, "Half the versine of an angle in radians, for distances on a sphere.", "haversin(0)", "0.0",
     "openCypher", (1 - cos(x)) / 2)
REAL(ln, "The natural logarithm: GQL's name of log().", "ln(1)", "0.0", "GQL", log(x))
REAL(log, "The natural logarithm; -Infinity for 0, NaN below.", "log(1)", "0.0", "openCypher", log(x))
REAL(log10, "The common logarithm; -Infinity for 0, NaN below.", "log10(100)", "2.0", "openCypher", log10(x))
REAL(radians, "Degrees to radians.", "radians(180) = pi()", "true", "openCypher", x *(PI / 180))
REAL(sin, "The sine of an angle in radians.", "sin(0)", "0.0", "openCypher", sin(x))
REAL(sinh, "The hyperbolic sine.", "sinh(0)", "0.0", "GQL", sinh(x))
REAL(sqrt, "The square root; NaN below 0.", "sqrt(16)", "4.0", "openCypher", sqrt(x))
REAL(tan, "The tangent of an angle in radians.", "tan(0)", "0.0", "openCypher", tan(x))
REAL(tanh, "The hyperbolic tangent.", "tanh(0)", "0.0", "GQL", tanh(x))

static Status run_e(FunctionContext *c UNUSED, const Value *args UNUSED, uint32_t n UNUSED, Value *out)
{
  *out = value_float(EULER);
  return STATUS_OK;
}

const Function function_e = {
    .name = "e",
    .signature = "e() :: FLOAT",
    .help = "The base of the natural logarithm.",
    .example = "e()",
    .value = "2.718281828459045",
    .category = "number",
    .origin = "openCypher",
    .result = TYPE_FLOAT,
    .scalar = run_e,
};

static Status run_pi(FunctionContext *c UNUSED, const Value *args UNUSED, uint32_t n UNUSED, Value *out)
{
  *out = value_float(PI);
  return STATUS_OK;
}

const Function function_pi = {
    .name = "pi",
    .signature = "pi() :: FLOAT",
    .help = "The ratio of a circle's circumference to its diameter.",
    .example = "pi()",
    .value = "3.141592653589793",
    .category = "number",
    .origin = "openCypher",
    .result = TYPE_FLOAT,
    .scalar = run_pi,
};

static Status run_atan2(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_atan2, args, n));
  *out = value_float(atan2(value_number(args[0]), value_number(args[1])));
  return STATUS_OK;
}

const Function function_atan2 = {
    .name = "atan2",
    .signature = "atan2(y :: NUMBER, x :: NUMBER) :: FLOAT",
    .help = "The angle, in radians, between the x axis and the point (x, y).",
    .example = "atan2(0, 1)",
    .value = "0.0",
    .category = "number",
    .origin = "openCypher",
    .min_args = 2,
    .max_args = 2,
    .arg_types = {TYPE_NUMBER, TYPE_NUMBER},
    .result = TYPE_FLOAT | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_atan2,
};

static Status run_abs(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_abs, args, n));
  if (args[0].type == VALUE_FLOAT) {
    *out = value_float(fabs(args[0].number));
    return STATUS_OK;
  }
  *out = args[0];
  return args[0].integer < 0 ? value_negate(c->arena, args[0], out, c->err) : STATUS_OK;
}

const Function function_abs = {
    .name = "abs",
    .signature = "abs(x :: NUMBER) :: NUMBER",
    .help = "The amount of a number without its sign.",
    .example = "abs(-3)",
    .value = "3",
    .category = "number",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_NUMBER},
    .result = TYPE_NUMBER | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_abs,
};

static Status run_sign(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_sign, args, n));
  if (args[0].type == VALUE_INT)
    *out = value_int((args[0].integer > 0) - (args[0].integer < 0));
  else
    *out = value_int((args[0].number > 0) - (args[0].number < 0));
  return STATUS_OK;
}

const Function function_sign = {
    .name = "sign",
    .signature = "sign(x :: NUMBER) :: INTEGER",
    .help = "-1 below zero, 1 above, 0 otherwise.",
    .example = "sign(-0.5)",
    .value = "-1",
    .category = "number",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_NUMBER},
    .result = TYPE_INT | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_sign,
};

static Status run_is_nan(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_is_nan, args, n));
  *out = value_bool(args[0].type == VALUE_FLOAT && isnan(args[0].number));
  return STATUS_OK;
}

const Function function_is_nan = {
    .name = "isNaN",
    .signature = "isNaN(x :: NUMBER) :: BOOLEAN",
    .help = "Whether the number is NaN, which equals nothing, not even itself.",
    .example = "isNaN(0.0 / 0.0)",
    .value = "true",
    .category = "number",
    .origin = "Cypher 5",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_NUMBER},
    .result = TYPE_BOOL | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_is_nan,
};

static Status run_mod(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_mod, args, n));
  return value_arith(c->arena, ARITH_MOD, args[0], args[1], out, c->err);
}

const Function function_mod = {
    .name = "mod",
    .signature = "mod(a :: NUMBER, b :: NUMBER) :: NUMBER",
    .help = "The remainder of a division, as `a % b`.",
    .example = "mod(7, 4)",
    .value = "3",
    .category = "number",
    .origin = "GQL",
    .min_args = 2,
    .max_args = 2,
    .arg_types = {TYPE_NUMBER, TYPE_NUMBER},
    .result = TYPE_NUMBER | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_mod,
};

static Status run_power(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_power, args, n));
  return value_arith(c->arena, ARITH_POW, args[0], args[1], out, c->err);
}

const Function function_power = {
    .name = "power",
    .signature = "power(base :: NUMBER, exponent :: NUMBER) :: FLOAT",
    .help = "A number to the power of another, as `base ^ exponent`.",
    .example = "power(2, 10)",
    .value = "1024.0",
    .category = "number",
    .origin = "GQL",
    .min_args = 2,
    .max_args = 2,
    .arg_types = {TYPE_NUMBER, TYPE_NUMBER},
    .result = TYPE_FLOAT | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_power,
};

/* ---- rounding */

typedef enum Rounding { AWAY_FROM_ZERO, TO_ZERO, CEILING, FLOOR, HALF_UP, HALF_DOWN, HALF_EVEN } Rounding;

static const struct {
  const char *name;
  Rounding rounding;
} rounding_modes[] = {{"UP", AWAY_FROM_ZERO}, {"DOWN", TO_ZERO},        {"CEILING", CEILING},    {"FLOOR", FLOOR},
                      {"HALF_UP", HALF_UP},   {"HALF_DOWN", HALF_DOWN}, {"HALF_EVEN", HALF_EVEN}};

/* A number as 0.ddd * 10^point, in the digits of its shortest decimal form: 2.675 rounds to 2.68, although the float
 * is a little less than that. */
typedef struct Decimal {
  uint8_t digits[VALUE_NUMBER_BYTES + 1];
  int len, point;
  bool negative;
} Decimal;

static void decimal_of(double x, Decimal *d)
{
  char text[VALUE_NUMBER_BYTES];
  size_t len = value_format_float(x, text);
  int exponent = 0, before = 0;
  bool seen_point = false;
  *d = (Decimal){0};
  for (size_t i = 0; i < len; i++) {
    char ch = text[i];
    if (ch == '-') {
      d->negative = true;
    } else if (ch == '.') {
      seen_point = true;
    } else if (ch == 'E') {
      bool minus = i + 1 < len && text[i + 1] == '-';
      for (size_t k = i + 1 + minus; k < len; k++) exponent = exponent * 10 + (text[k] - '0');
      if (minus) exponent = -exponent;
      break;
    } else {
      d->digits[d->len++] = (uint8_t)(ch - '0');
      before += !seen_point;
    }
  }
  d->point = before + exponent;
}

static bool rounds_away(const Decimal *d, int keep, Rounding rounding)
{
  int first = keep >= 0 ? d->digits[keep] : 0;
  bool rest = false;
  for (int i = MAX(keep + 1, 0); i < d->len; i++) rest = rest || d->digits[i] != 0;
  bool inexact = first != 0 || rest;
  bool half = first == 5 && !rest;
  bool more = first > 5 || (first == 5 && rest);
  bool odd = keep > 0 && d->digits[keep - 1] % 2 != 0;
  switch (rounding) {
  case AWAY_FROM_ZERO: return inexact;
  case TO_ZERO: return false;
  case CEILING: return inexact && !d->negative;
  case FLOOR: return inexact && d->negative;
  case HALF_UP: return more || half;
  case HALF_DOWN: return more;
  case HALF_EVEN: return more || (half && odd);
  }
  return false;
}

static double round_decimal(double x, int64_t precision, Rounding rounding)
{
  if (!isfinite(x) || precision > 400) return x;
  Decimal d;
  decimal_of(x, &d);
  int places = (int)MAX(precision, -400);
  int keep = d.point + places;
  if (keep >= d.len) return x;
  bool away = rounds_away(&d, keep, rounding);
  int len = MAX(keep, 0);
  int carry = away;
  for (int i = len - 1; i >= 0 && carry; i--) {
    carry = d.digits[i] == 9;
    d.digits[i] = carry ? 0 : (uint8_t)(d.digits[i] + 1);
  }
  char text[2 * VALUE_NUMBER_BYTES];
  size_t n = 0;
  if (d.negative) text[n++] = '-';
  text[n++] = carry ? '1' : '0';
  for (int i = 0; i < len; i++) text[n++] = (char)('0' + d.digits[i]);
  text[n++] = 'E';
  n += value_format_int(-places, text + n);
  double result = x;
  value_parse_float((Text){text, n}, &result);
  return result;
}

/* Ties go up, not away from zero: -1.5 to -1.0. */
static double round_whole(double x)
{
  double whole = floor(x);
  return x - whole >= 0.5 ? whole + 1 : whole;
}

static Status run_round(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_round, args, n));
  double x = value_number(args[0]);
  if (n == 1) {
    *out = value_float(round_whole(x));
    return STATUS_OK;
  }
  Rounding rounding = HALF_UP;
  if (n == 3) {
    size_t i = 0;
    while (i < ARRAY_LEN(rounding_modes) && !text_equal(value_text(args[2]), text_of(rounding_modes[i].name))) i++;
    if (i == ARRAY_LEN(rounding_modes))
      return function_bad_value(
          c, &function_round, "InvalidArgumentValue",
          "the mode is one of UP, DOWN, CEILING, FLOOR, HALF_UP, HALF_DOWN, HALF_EVEN, not '%.*s'",
          (int)MIN(args[2].aux, 40u), args[2].text);
    rounding = rounding_modes[i].rounding;
  }
  *out = value_float(round_decimal(x, args[1].integer, rounding));
  return STATUS_OK;
}

const Function function_round = {
    .name = "round",
    .signature = "round(x :: NUMBER [, precision :: INTEGER [, mode :: STRING]]) :: FLOAT",
    .help = "The nearest whole number, half-way ones up; or with so many decimals, half-way ones away from zero unless "
            "a mode "
            "says otherwise: UP, DOWN, CEILING, FLOOR, HALF_UP, HALF_DOWN, HALF_EVEN.",
    .example = "round(2.675, 2)",
    .value = "2.68",
    .category = "number",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 3,
    .arg_types = {TYPE_NUMBER, TYPE_INT, TYPE_STRING},
    .result = TYPE_FLOAT | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_round,
};

/* ---- chance */

/* splitmix64 (Steele, Lea, Flood 2014) */
static uint64_t next_random(FunctionContext *c)
{
  uint64_t z = c->random += UINT64_C(0x9E3779B97F4A7C15);
  z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
  return z ^ z >> 31;
}

static Status run_rand(FunctionContext *c, const Value *args UNUSED, uint32_t n UNUSED, Value *out)
{
  *out = value_float((double)(next_random(c) >> 11) * 0x1p-53);
  return STATUS_OK;
}

const Function function_rand = {
    .name = "rand",
    .signature = "rand() :: FLOAT",
    .help = "A random number from 0 up to, but not including, 1; another one each time.",
    .example = "0 <= rand() < 1",
    .value = "true",
    .category = "number",
    .origin = "openCypher",
    .result = TYPE_FLOAT,
    .flags = FUNCTION_VOLATILE,
    .scalar = run_rand,
};

static Status run_random_uuid(FunctionContext *c, const Value *args UNUSED, uint32_t n UNUSED, Value *out)
{
  enum { UUID_LENGTH = 36 };
  static const char layout[] = "xxxxxxxx-xxxx-4xxx-vxxx-xxxxxxxxxxxx"; /* RFC 9562, version 4; v: the variant */
  uint64_t bits[2] = {next_random(c), next_random(c)};
  char *text;
  TRY(function_text(c, UUID_LENGTH, &text));
  for (unsigned i = 0, used = 0; i < UUID_LENGTH; i++) {
    text[i] = layout[i];
    if (layout[i] != 'x' && layout[i] != 'v') continue;
    unsigned digit = (unsigned)(bits[used / 16] >> used % 16 * 4) & 15;
    text[i] = "0123456789abcdef"[layout[i] == 'v' ? (digit & 3) | 8 : digit];
    used++;
  }
  *out = value_string((Text){text, UUID_LENGTH});
  return STATUS_OK;
}

const Function function_random_uuid = {
    .name = "randomUUID",
    .signature = "randomUUID() :: STRING",
    .help = "A random identifier (a UUID of version 4); another one each time.",
    .example = "size(randomUUID())",
    .value = "36",
    .category = "number",
    .origin = "Cypher 5",
    .result = TYPE_STRING,
    .flags = FUNCTION_VOLATILE,
    .scalar = run_random_uuid,
};
