package io.jwasm.runsc.boot;

/** Where a {@link Setting} is said, whoever is asked first before the others. */
enum Origin {
  FLAG,
  ANNOTATION,
  ENVIRONMENT,
  IMAGE;

  /** Returns what a sentence calls the setting there. */
  String place(Setting setting) {
    return switch (this) {
      case FLAG -> setting.flag();
      case ANNOTATION -> "annotation " + setting.annotation();
      case ENVIRONMENT -> "environment variable " + setting.variable();
      case IMAGE -> Settings.IMAGE_FILE + " in the image: " + setting.key();
    };
  }
}
