package org.depinsdk.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The design's rules, checked on the compiled classes of all modules. */
class HouseRulesTest {
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
    for (SourceModule module : SourceModule.all()) {
      assertThat(checked)
          .as(
              "packages on the class path; add %s to the dependencies of house-rules",
              module.artifactId())
          .containsAll(module.packages());
    }
  }

  @Test
  void packagesFollowTheJar() {
    Map<String, String> owners = new HashMap<>();
    for (SourceModule module : SourceModule.all()) {
      assertThat(module.packages()).isNotEmpty().allSatisfy(name -> {
        assertThat(owners.putIfAbsent(name, module.artifactId()))
            .as("a second jar with %s", name)
            .isNull();
        assertThat(module.packageRoots())
            .as("what the packages of %s begin with", module.artifactId())
            .anyMatch(root -> name.equals(root) || name.startsWith(root + "."));
      });
    }
  }

  @Test
  void coreDependsOnNoOtherModule() {
    check(noClasses()
        .that()
        .resideInAPackage("org.depinsdk.core..")
        .should()
        .dependOnClassesThat(resideInAPackage("org.depinsdk..")
            .and(resideOutsideOfPackages("org.depinsdk.core.."))));
  }

  @Test
  void proofsRewardsAndHardwareDoNotKnowEachOther() {
    List<String> families = List.of("proofs", "radio", "metering", "rewards", "hardware");
    List<String> ofProofs = List.of("radio", "metering");
    for (String family : families) {
      for (String other : families) {
        if (!family.equals(other) && !(ofProofs.contains(family) && other.equals("proofs"))) {
          check(noClasses()
              .that(resideInAPackage("org.depinsdk." + family + "..")
                  .and(resideOutsideOfPackages("org.depinsdk.hardware.bridge..")))
              .should()
              .dependOnClassesThat()
              .resideInAPackage("org.depinsdk." + other + ".."));
        }
      }
    }
  }

  @Test
  void nobodyUsesAnotherModulesInternals() {
    Set<String> families = new TreeSet<>();
    classes.forEach(c -> families.add(c.getPackageName().split("\\.")[2]));
    for (String family : families) {
      check(noClasses()
          .that()
          .resideOutsideOfPackage("org.depinsdk." + family + "..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.depinsdk." + family + "..internal.."));
    }
  }

  @Test
  void releasedJarsBringNoTransportAndNoDatabase() {
    check(noClasses()
        .that()
        .resideInAnyPackage(
            "org.depinsdk.core..",
            "org.depinsdk.proofs..",
            "org.depinsdk.radio..",
            "org.depinsdk.metering..",
            "org.depinsdk.rewards..",
            "org.depinsdk.epoch..",
            "org.depinsdk.hardware..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.grpc..", "io.netty..", "java.sql.."));
    check(noClasses()
        .that()
        .resideInAPackage("org.depinsdk.client..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.grpc.netty..", "io.netty..", "java.sql.."));
  }

  @Test
  void whatReachesARootReadsNoClock() {
    neverCalled(target(nameMatching("now")).and(target(owner(nameMatching("java\\.time\\..*")))));
    neverCalled(System.class, "currentTimeMillis");
    neverCalled(System.class, "nanoTime");
    neverCalled(Clock.class, "systemUTC");
  }

  @Test
  void whatReachesARootDrawsNoRandomness() {
    neverCalled(Math.class, "random");
    check(noClasses()
        .that()
        .resideInAnyPackage(RewardPackages.PACKAGES)
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Random.class, ThreadLocalRandom.class));
  }

  @Test
  void whatReachesARootAsksForNoDefaultLocaleOrZone() {
    neverCalled(Locale.class, "getDefault");
    neverCalled(ZoneId.class, "systemDefault");
    neverCalled(String.class, "toLowerCase");
    neverCalled(String.class, "toUpperCase");
    neverCalled(describe(
        "String.format or formatted without a locale",
        call -> call.getTargetOwner().isEquivalentTo(String.class)
            && (call.getName().equals("formatted")
                || (call.getName().equals("format")
                    && !call.getTarget()
                        .getRawParameterTypes()
                        .get(0)
                        .isEquivalentTo(Locale.class)))));
  }

  @Test
  void packagesFormNoCycle() {
    check(SlicesRuleDefinition.slices().matching("org.depinsdk.(**)").should().beFreeOfCycles());
  }

  @Test
  void aRuleThatIsBrokenFails() {
    ArchRule broken = noClasses()
        .that()
        .resideInAPackage("org.depinsdk.proofs..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.depinsdk.core..");
    assertThat(broken.evaluate(classes).hasViolation()).isTrue();
  }

  private static void neverCalled(Class<?> type, String method) {
    neverCalled(describe(
        type.getSimpleName() + "." + method + "()",
        call -> call.getTargetOwner().isEquivalentTo(type)
            && call.getName().equals(method)
            && call.getTarget().getRawParameterTypes().isEmpty()));
  }

  private static void neverCalled(DescribedPredicate<? super JavaMethodCall> calls) {
    check(noClasses()
        .that()
        .resideInAnyPackage(RewardPackages.PACKAGES)
        .should(ArchConditions.callMethodWhere(calls)));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(classes);
  }
}
