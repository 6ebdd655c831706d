package io.jwasm.oci.spec;

/** What a JSON document is made of, white space, commas and colons apart. */
enum JsonToken {
  START_OBJECT,
  END_OBJECT,
  START_ARRAY,
  END_ARRAY,
  /** The name of a property; its value comes next. */
  NAME,
  STRING,
  /** A number without fraction and exponent. */
  INTEGER,
  /** A number with a fraction or an exponent. */
  DECIMAL,
  TRUE,
  FALSE,
  NULL;

  /** Returns whether an object or array starts here. */
  boolean isStart() {
    return this == START_OBJECT || this == START_ARRAY;
  }
}
