package org.depinsdk.house;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Clock;
import java.util.Locale;
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
    assertThat(classes.size()).as("classes of the SDK on the path").isGreaterThan(100);
  }

  @Test
  void coreKnowsNoOtherRoom() {
    check(noClasses()
        .that()
        .resideInAPackage("org.depinsdk.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.depinsdk.proofs..",
            "org.depinsdk.rewards..",
            "org.depinsdk.hardware..",
            "org.depinsdk.accel..",
            "org.depinsdk.epoch.."));
  }

  @Test
  void proofsRewardsAndHardwareDoNotKnowEachOther() {
    String[] rooms = {"proofs", "rewards", "hardware"};
    for (String room : rooms) {
      for (String other : rooms) {
        if (!room.equals(other)) {
          check(noClasses()
              .that()
              .resideInAPackage("org.depinsdk." + room + "..")
              .should()
              .dependOnClassesThat()
              .resideInAPackage("org.depinsdk." + other + ".."));
        }
      }
    }
  }

  @Test
  void noRoomLooksIntoAnothersInternals() {
    for (String room : new String[] {"core", "proofs", "rewards", "hardware", "epoch"}) {
      check(noClasses()
          .that()
          .resideOutsideOfPackage("org.depinsdk." + room + "..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.depinsdk." + room + "..internal.."));
    }
  }

  @Test
  void releasedJarsBringNoTransportAndNoDatabase() {
    check(noClasses()
        .that()
        .resideInAnyPackage(
            "org.depinsdk.core..",
            "org.depinsdk.proofs..",
            "org.depinsdk.rewards..",
            "org.depinsdk.epoch..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.grpc.netty..", "io.netty..", "java.sql.."));
  }

  @Test
  void whatReachesARootReadsNoClock() {
    check(noClasses()
        .that()
        .resideInAnyPackage(RootRooms.PACKAGES)
        .should()
        .callMethodWhere(
            target(nameMatching("now")).and(target(owner(nameMatching("java\\.time\\..*"))))));
    check(noClasses()
        .that()
        .resideInAnyPackage(RootRooms.PACKAGES)
        .should()
        .callMethod(System.class, "currentTimeMillis"));
    check(noClasses()
        .that()
        .resideInAnyPackage(RootRooms.PACKAGES)
        .should()
        .callMethod(System.class, "nanoTime"));
    check(noClasses()
        .that()
        .resideInAnyPackage(RootRooms.PACKAGES)
        .should()
        .callMethod(Clock.class, "systemUTC"));
  }

  @Test
  void whatReachesARootDrawsNoRandomness() {
    check(noClasses()
        .that()
        .resideInAnyPackage(RootRooms.PACKAGES)
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random"));
    check(noClasses()
        .that()
        .resideInAnyPackage(RootRooms.PACKAGES)
        .should()
        .callMethod(Math.class, "random"));
    check(noClasses()
        .that()
        .resideInAnyPackage(RootRooms.PACKAGES)
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom"));
  }

  @Test
  void whatReachesARootAsksForNoDefaultLocaleOrZone() {
    check(noClasses()
        .that()
        .resideInAnyPackage(RootRooms.PACKAGES)
        .should()
        .callMethod(Locale.class, "getDefault"));
    check(noClasses()
        .that()
        .resideInAnyPackage(RootRooms.PACKAGES)
        .should()
        .callMethod(java.time.ZoneId.class, "systemDefault"));
    check(noClasses()
        .that()
        .resideInAnyPackage(RootRooms.PACKAGES)
        .should()
        .callMethod(String.class, "toLowerCase"));
    check(noClasses()
        .that()
        .resideInAnyPackage(RootRooms.PACKAGES)
        .should()
        .callMethod(String.class, "toUpperCase"));
    check(noClasses()
        .that()
        .resideInAnyPackage(RootRooms.PACKAGES)
        .should()
        .callMethodWhere(nameMatchingFormatWithoutLocale()));
  }

  @Test
  void packagesOfARoomFormNoCircle() {
    for (String room : new String[] {"core", "rewards", "proofs", "hardware"}) {
      check(SlicesRuleDefinition.slices()
          .matching("org.depinsdk." + room + ".(**)")
          .should()
          .beFreeOfCycles());
    }
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

  private static com.tngtech.archunit.base.DescribedPredicate<
          com.tngtech.archunit.core.domain.JavaMethodCall>
      nameMatchingFormatWithoutLocale() {
    return com.tngtech.archunit.base.DescribedPredicate.describe(
        "String.format or formatted without a locale",
        (JavaMethodCall call) -> call.getTargetOwner().isEquivalentTo(String.class)
            && (call.getName().equals("formatted")
                || (call.getName().equals("format")
                    && !call.getTarget()
                        .getRawParameterTypes()
                        .get(0)
                        .isEquivalentTo(Locale.class))));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(classes);
  }
}
