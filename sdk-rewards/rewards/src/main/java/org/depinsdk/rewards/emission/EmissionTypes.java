package org.depinsdk.rewards.emission;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.document.Form;
import org.depinsdk.rewards.document.Forms;

/** The schedules that policies can name. */
public final class EmissionTypes {
  /** Those of this jar. */
  public static final EmissionTypes BUILT_IN = new EmissionTypes(List.of(
      HalvingEmission.TYPE,
      ConstantEmission.TYPE,
      TableEmission.TYPE,
      DecayEmission.TYPE,
      TaperEmission.TYPE,
      NetEmission.TYPE,
      RemintEmission.TYPE,
      BondingInflationEmission.TYPE,
      PerUnitEmission.TYPE,
      FilecoinEmission.TYPE,
      BackstopEmission.TYPE,
      CappedEmission.TYPE,
      OffsetEmission.TYPE,
      ShareEmission.TYPE,
      SumEmission.TYPE,
      SwitchEmission.TYPE));

  private final List<EmissionType<?>> types;

  private EmissionTypes(List<EmissionType<?>> types) {
    this.types = types;
  }

  /**
   * Those of this jar and of every {@link EmissionProvider} on the class path or module path.
   *
   * @return the types
   * @throws IllegalStateException if two have one name
   */
  public static EmissionTypes load() {
    List<EmissionType<?>> types = new ArrayList<>(BUILT_IN.types);
    ServiceLoader.load(EmissionProvider.class, EmissionProvider.class.getClassLoader())
        .forEach(provider -> types.addAll(provider.types()));
    List<String> names = types.stream().map(EmissionType::name).toList();
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalStateException("two emission schedules have one name: " + names);
    }
    return new EmissionTypes(List.copyOf(types));
  }

  /**
   * The form of a schedule in policy files.
   *
   * @param token what the policy pays; empty if that is not known, then amounts of any token are read
   * @return the form; it writes only schedules of these types
   */
  public Form<EmissionSchedule<?>> form(Optional<Token> token) {
    return Forms.named("schedule", () -> {
      EmissionType.PolicyForms forms =
          new EmissionType.PolicyForms(Token.amounts(token), form(token));
      Map<String, Form<EmissionSchedule<?>>> byName = new LinkedHashMap<>();
      types.forEach(type -> byName.put(type.name(), type.form(forms)));
      return Forms.tagged("schedule", new ConstantEmission(TokenAmount.ZERO), this::nameOf, byName);
    });
  }

  private String nameOf(EmissionSchedule<?> schedule) {
    return types.stream()
        .filter(type -> type.isOf(schedule))
        .map(EmissionType::name)
        .findFirst()
        .orElse("");
  }
}
