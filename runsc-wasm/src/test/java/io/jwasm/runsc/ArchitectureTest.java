package io.jwasm.runsc;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.dylibso.chicory.fixture.Engine;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import io.jwasm.fixture.EngineUse;
import io.jwasm.fixture.FileUse;
import io.jwasm.fixture.NameUse;
import io.jwasm.fixture.NativeCall;
import io.jwasm.fixture.ProcessEnd;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The package edges that Maven cannot hold, over the classes of all modules. Each rule is shown to
 * catch what it is there for.
 */
class ArchitectureTest {
  private static final String MODULES = "io.jwasm";

  private static final ArchRule NATIVE_CALLS =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.jwasm.sentry.host..",
              // flock(2) and user names for the command line; see RATIONALE.md.
              "io.jwasm.runsc.container.posix..")
          .should(
              dependOnClassesThat(
                  resideInAnyPackage("com.sun.jna..", "jnr..", "com.kenai.jffi..")
                      .or(
                          nameMatching(
                              "java\\.lang\\.foreign\\.(Linker|SymbolLookup|FunctionDescriptor).*"))))
          .orShould(
              ArchConditions.have(
                  describe("native methods", (JavaClass type) -> hasNativeMethod(type))))
          .orShould(ArchConditions.callMethodWhere(target(System.class, "load", "loadLibrary")))
          .because("native calls stand in one place per process, where they can be reviewed")
          .allowEmptyShould(true);

  private static final ArchRule ENGINE =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.jwasm.sentry.platform..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.dylibso.chicory..")
          .because("the engine can be exchanged")
          .allowEmptyShould(true);

  private static final ArchRule HOST_FILES =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.jwasm.sentry.fs.host..",
              "io.jwasm.sentry.fs.stdio..",
              // Descriptors that the launcher opened; nothing here takes a path.
              "io.jwasm.sentry.host..",
              "io.jwasm.oci..",
              "io.jwasm.runsc..")
          .and()
          // Linear memory is a mapped file.
          .doNotHaveFullyQualifiedName("io.jwasm.sentry.mm.MemoryFile")
          .should(
              dependOnClassesThat(
                  nameMatching("java\\.nio\\.channels\\..*(?<!Exception)")
                      .or(nameMatching("java\\.nio\\.file\\.Files"))))
          .because("a guest reaches host files only through the file systems made for that")
          .allowEmptyShould(true);

  private static final ArchRule NAMES =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.jwasm.sentry.net.names..")
          .should(dependOnClassesThat(resideInAnyPackage("org.xbill.DNS..")))
          .orShould(
              ArchConditions.callMethodWhere(
                  target(InetAddress.class, "getByName", "getAllByName", "getLocalHost")))
          .because("names are resolved by the container's files and servers, in one place")
          .allowEmptyShould(true);

  private static final ArchRule NO_CYCLES =
      slices().matching(MODULES + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);

  private static final ArchRule PROCESS_END =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.jwasm.runsc.boot..")
          .and()
          .doNotHaveFullyQualifiedName("io.jwasm.runsc.Main")
          .should(
              ArchConditions.callMethodWhere(
                  target(System.class, "exit").or(target(Runtime.class, "exit", "halt"))))
          .because("only the two entry points know when a process is done")
          .allowEmptyShould(true);

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(MODULES);

  @Test
  void classesOfAllModulesAreLookedAt() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .contains("io.jwasm.oci", "io.jwasm.sentry", "io.jwasm.wasi", "io.jwasm.runsc.cli");
    assertThat(CLASSES.contain(ArchitectureTest.class)).isFalse();
  }

  @Test
  void nativeCallsStandInTheirPackages() {
    NATIVE_CALLS.check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        NativeCall.Jna.class,
        NativeCall.Jnr.class,
        NativeCall.Foreign.class,
        NativeCall.Jni.class,
        NativeCall.Library.class
      })
  void nativeCallElsewhereIsCaught(Class<?> culprit) {
    assertThat(violations(NATIVE_CALLS, culprit)).isNotEmpty();
  }

  @Test
  void engineIsUsedByThePlatformsOnly() {
    ENGINE.check(CLASSES);
  }

  @Test
  void engineUseElsewhereIsCaught() {
    assertThat(violations(ENGINE, EngineUse.class, Engine.class)).isNotEmpty();
  }

  @Test
  void hostFilesAreTouchedInTheirPackages() {
    HOST_FILES.check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(classes = {FileUse.ByPath.class, FileUse.ByChannel.class})
  void fileUseElsewhereIsCaught(Class<?> culprit) {
    assertThat(violations(HOST_FILES, culprit)).isNotEmpty();
  }

  @Test
  void namesAreResolvedInTheirPackage() {
    NAMES.check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(classes = {NameUse.ByMessage.class, NameUse.ByHost.class})
  void namesElsewhereAreCaught(Class<?> culprit) {
    assertThat(violations(NAMES, culprit)).isNotEmpty();
  }

  @Test
  void packagesHaveNoCycles() {
    NO_CYCLES.check(CLASSES);
  }

  @Test
  void cycleIsCaught() {
    JavaClasses cycle =
        new ClassFileImporter().importPackages("io.jwasm.fixture.one", "io.jwasm.fixture.two");
    assertThat(NO_CYCLES.evaluate(cycle).getFailureReport().getDetails()).isNotEmpty();
  }

  @Test
  void processIsEndedByItsEntryPoints() {
    PROCESS_END.check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(classes = {ProcessEnd.Exit.class, ProcessEnd.Halt.class})
  void endOfProcessElsewhereIsCaught(Class<?> culprit) {
    assertThat(violations(PROCESS_END, culprit)).isNotEmpty();
  }

  private static List<String> violations(ArchRule rule, Class<?>... culprits) {
    return rule.evaluate(new ClassFileImporter().importClasses(culprits))
        .getFailureReport()
        .getDetails();
  }

  private static boolean hasNativeMethod(JavaClass type) {
    return type.getMethods().stream()
        .anyMatch(method -> method.getModifiers().contains(JavaModifier.NATIVE));
  }

  private static DescribedPredicate<JavaMethodCall> target(Class<?> owner, String... names) {
    return describe(
        owner.getSimpleName() + "." + String.join("/", names),
        call ->
            call.getTargetOwner().isEquivalentTo(owner) && List.of(names).contains(call.getName()));
  }
}
