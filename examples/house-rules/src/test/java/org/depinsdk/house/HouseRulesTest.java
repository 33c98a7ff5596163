package org.depinsdk.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The design's rules, checked on the poms and the compiled classes of every module of the build. */
class HouseRulesTest {
  /** Which folders the modules of a folder may need. The longest prefix that fits counts. */
  private static final Map<String, List<String>> MAY_NEED = Map.of(
      "sdk-core/",
      List.of("sdk-core/"),
      "sdk-proofs",
      List.of("sdk-core/", "sdk-proofs"),
      "sdk-rewards/",
      List.of("sdk-core/", "sdk-rewards/rewards"),
      "sdk-rewards/epoch",
      List.of("sdk-core/", "sdk-proofs", "sdk-rewards/rewards"),
      "sdk-rewards/engine-",
      List.of("sdk-core/", "sdk-proofs", "sdk-rewards/rewards", "sdk-rewards/epoch"),
      "sdk-rewards/page",
      List.of("sdk-core/", "sdk-proofs", "sdk-rewards/rewards", "sdk-rewards/epoch"),
      "sdk-rewards/store-",
      List.of("sdk-core/", "sdk-proofs", "sdk-rewards/rewards", "sdk-rewards/epoch"),
      "sdk-rewards/service",
      List.of("sdk-core/", "sdk-proofs", "sdk-rewards/"),
      "sdk-hardware/",
      List.of("sdk-core/", "sdk-hardware/"),
      "sdk-hardware/bridge-",
      List.of("sdk-core/", "sdk-hardware/", "sdk-proofs"));

  /** The jar that makes roots; what it needs has a part in them. Geometry reaches it through an interface of core. */
  private static final List<String> MAKE_ROOTS = List.of("depin-sdk-epoch", "depin-sdk-geo");

  /** Packages of those jars that make keys, nonces and salts; no root depends on what they draw. */
  private static final Set<String> MAKE_SECRETS = Set.of(
      "org.depinsdk.core.identity",
      "org.depinsdk.core.session",
      "org.depinsdk.core.frames",
      // encrypts challenges; an appraisal draws nothing
      "org.depinsdk.attestation");

  private static JavaClasses classes;

  @BeforeAll
  static void load() {
    classes = new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("org.depinsdk");
  }

  @Test
  void everyPackageOfEveryModuleIsChecked() {
    Set<String> checked =
        classes.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
    for (BuildModule module : BuildModule.all()) {
      assertThat(checked)
          .as("packages on the class path; add %s to the pom of house-rules", module.artifactId())
          .containsAll(module.packages());
    }
  }

  @Test
  void packagesFollowTheJar() {
    Map<String, String> owners = new HashMap<>();
    for (BuildModule module : BuildModule.all()) {
      assertThat(module.packages()).isNotEmpty().allSatisfy(name -> {
        assertThat(owners.putIfAbsent(name, module.artifactId()))
            .as("a second jar with %s", name)
            .isNull();
        if (!module.path().startsWith("examples/")) {
          assertThat(module.packageRoots())
              .as("what the packages of %s begin with", module.artifactId())
              .anyMatch(root -> name.equals(root) || name.startsWith(root + "."));
        }
      });
    }
  }

  @Test
  void modulesNeedOnlyWhatTheirFolderMay() {
    Map<String, String> paths = BuildModule.all().stream()
        .collect(Collectors.toMap(BuildModule::artifactId, BuildModule::path));
    for (BuildModule module : BuildModule.sdk()) {
      List<String> folders = MAY_NEED.entrySet().stream()
          .filter(rule -> module.path().startsWith(rule.getKey()))
          .max(Map.Entry.comparingByKey(Comparator.comparingInt(String::length)))
          .orElseThrow(() -> new AssertionError("no rule says what " + module.path() + " may need"))
          .getValue();
      for (String needed : module.closure()) {
        assertThat(paths.get(needed))
            .as("what %s needs", module.artifactId())
            .matches(
                path -> path.equals(module.path()) || folders.stream().anyMatch(path::startsWith),
                "is in one of " + folders);
      }
    }
  }

  @Test
  void theCommandLineHasEveryVerifier() {
    Set<String> proofs = BuildModule.sdk().stream()
        .filter(module -> module.path().matches("sdk-proofs/(?!testkit).*"))
        .map(BuildModule::artifactId)
        .collect(Collectors.toSet());
    assertThat(BuildModule.all())
        .filteredOn(module -> module.artifactId().equals("tool"))
        .singleElement()
        .satisfies(tool -> assertThat(tool.closure()).containsAll(proofs));
  }

  @Test
  void nobodyUsesAnotherModulesInternals() {
    for (BuildModule module : BuildModule.all()) {
      String[] own = module.packages().toArray(String[]::new);
      String[] internal =
          module.packages().stream().filter(p -> p.contains(".internal")).toArray(String[]::new);
      if (internal.length > 0) {
        check(noClasses()
            .that()
            .resideOutsideOfPackages(own)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(internal));
      }
    }
  }

  @Test
  void onlyThoseThatTalkToANetworkHaveATransport() {
    // OCPP is a WebSocket, for which the driver has Netty; bandwidth is measured over sockets
    Set<String> servers = Set.of(
        "depin-sdk-service",
        "depin-sdk-service-testkit",
        "depin-sdk-service-postgres",
        "depin-sdk-driver-ocpp",
        "depin-sdk-bandwidth-netty");
    // they name gRPC's interfaces, not the transport behind them
    Set<String> clients = Set.of("depin-sdk-client", "depin-sdk-bridge-piece-transfer");
    for (BuildModule module : BuildModule.sdk()) {
      if (!servers.contains(module.artifactId())) {
        boolean client = clients.contains(module.artifactId());
        check(noClasses()
            .that(resideInAnyPackage(module.packages().toArray(String[]::new)))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                client ? "io.grpc.netty.." : "io.grpc..", "io.netty..", "java.sql.."));
      }
    }
  }

  @Test
  void whatReachesARootReadsNoClock() {
    neverCalled(describe(
        "now() of java.time",
        call -> call.getName().equals("now")
            && call.getTargetOwner().getPackageName().startsWith("java.time")));
    neverCalled(System.class, "currentTimeMillis");
    neverCalled(System.class, "nanoTime");
    neverCalled(describe(
        "a clock of the system",
        call -> call.getName().matches("(system|tick).*")
            && (is(call, Clock.class) || is(call, InstantSource.class))));
    check(noRootClasses().should().callConstructor(Date.class));
    // Bouncy Castle's certificates and revocation lists have their times as dates
    check(noRootClasses()
        .and(resideOutsideOfPackage("org.depinsdk.attestation.."))
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Date.class));
  }

  @Test
  void whatReachesARootDrawsNoRandomness() {
    neverCalled(Math.class, "random");
    neverCalled(StrictMath.class, "random");
    Set<String> packages = rootPackages();
    assertThat(packages).as("packages that are left out").containsAll(MAKE_SECRETS);
    packages.removeIf(
        name -> MAKE_SECRETS.stream().anyMatch(left -> (name + ".").startsWith(left + ".")));
    check(drawsNoRandomness(packages));
  }

  private static ArchRule drawsNoRandomness(Set<String> packages) {
    return noClasses()
        .that(resideInAnyPackage(packages.toArray(String[]::new)))
        .should()
        .dependOnClassesThat(resideInAPackage("java.util.random..")
            .or(assignableTo(RandomGenerator.class))
            .or(assignableTo(UUID.class)));
  }

  @Test
  void whatReachesARootAsksForNoDefaultLocaleZoneOrCharset() {
    neverCalled(describe(
        "Locale.getDefault",
        call -> is(call, Locale.class) && call.getName().equals("getDefault")));
    neverCalled(ZoneId.class, "systemDefault");
    neverCalled(TimeZone.class, "getDefault");
    neverCalled(Charset.class, "defaultCharset");
    neverCalled(String.class, "getBytes");
    neverCalled(String.class, "toLowerCase");
    neverCalled(String.class, "toUpperCase");
    neverCalled(describe(
        "String.format or formatted without a locale",
        call -> is(call, String.class)
            && (call.getName().equals("formatted")
                || (call.getName().equals("format")
                    && !parameters(call).get(0).isEquivalentTo(Locale.class)))));
    check(noRootClasses().should().dependOnClassesThat(resideInAPackage("java.text..")));
  }

  @Test
  void packagesFormNoCycle() {
    check(SlicesRuleDefinition.slices().matching("org.depinsdk.(**)").should().beFreeOfCycles());
  }

  @Test
  void aRuleThatIsBrokenFails() {
    ArchRule broken =
        noRootClasses().should().dependOnClassesThat().resideInAPackage("org.depinsdk.core..");
    assertThat(broken.evaluate(classes).hasViolation()).isTrue();
    assertThat(rootPackages())
        .contains("org.depinsdk.core.report", "org.depinsdk.epoch")
        .contains("org.depinsdk.core.lifecycle", "org.depinsdk.core.beacon");
    // each of them makes keys with a SecureRandom
    for (String secret : MAKE_SECRETS) {
      assertThat(drawsNoRandomness(Set.of(secret)).evaluate(classes).hasViolation())
          .as(secret)
          .isTrue();
    }
  }

  private static Set<String> rootPackages() {
    Set<String> jars = new TreeSet<>();
    Set<String> packages = new TreeSet<>();
    for (BuildModule module : BuildModule.all()) {
      if (MAKE_ROOTS.contains(module.artifactId())) {
        jars.addAll(module.closure());
      }
    }
    for (BuildModule module : BuildModule.all()) {
      if (jars.contains(module.artifactId())) {
        packages.addAll(module.packages());
      }
    }
    return packages;
  }

  private static GivenClassesConjunction noRootClasses() {
    return noClasses().that(resideInAnyPackage(rootPackages().toArray(String[]::new)));
  }

  private static boolean is(JavaAccess<?> call, Class<?> owner) {
    return call.getTargetOwner().isEquivalentTo(owner);
  }

  private static List<JavaClass> parameters(JavaAccess<?> call) {
    return call.getTarget() instanceof AccessTarget.CodeUnitAccessTarget target
        ? target.getRawParameterTypes()
        : List.of();
  }

  private static void neverCalled(Class<?> type, String method) {
    neverCalled(describe(
        type.getSimpleName() + "." + method + "()",
        call ->
            is(call, type) && call.getName().equals(method) && parameters(call).isEmpty()));
  }

  private static void neverCalled(DescribedPredicate<JavaAccess<?>> uses) {
    check(noRootClasses().should().accessTargetWhere(uses));
  }

  private static void check(ArchRule rule) {
    rule.check(classes);
  }
}
