package org.depinsdk.rewards.emission;

import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.document.Fields;
import org.depinsdk.rewards.document.Form;
import org.depinsdk.rewards.document.Forms;

/**
 * The form of one kind of schedule in policy files: its name, what it is, and its fields. Each schedule has one; policies
 * read, write and describe schedules by it. A jar adds schedules of its own with an {@link EmissionProvider}.
 *
 * <pre>{@code
 * public record Sawtooth(TokenAmount high, long epochs) implements Stateless {
 *   public static final EmissionType<Sawtooth> TYPE = EmissionType.of(
 *       "sawtooth", Sawtooth.class, "Falls to nothing and starts again.",
 *       (fields, forms) -> new Sawtooth(
 *           fields.get("high", forms.amount(), Sawtooth::high),
 *           fields.get("epochs", Forms.number(1), Sawtooth::epochs)));
 *   // initial, step and the rest of EmissionSchedule
 * }
 * }</pre>
 *
 * @param <E> the schedule, immutable
 */
public final class EmissionType<E extends EmissionSchedule<?>> {
  private final String name;
  private final Class<E> schedule;
  private final String text;
  private final Description<E> description;

  private EmissionType(String name, Class<E> schedule, String text, Description<E> description) {
    this.name = name;
    this.schedule = schedule;
    this.text = text;
    this.description = description;
  }

  /**
   * Names the fields of a schedule and makes it, see {@link Fields}.
   *
   * @param <E> the schedule
   */
  @FunctionalInterface
  public interface Description<E> {
    /**
     * Describes the fields.
     *
     * @param fields the fields
     * @param forms the forms that depend on the policy
     * @return the schedule
     */
    E describe(Fields<E> fields, PolicyForms forms);
  }

  /**
   * The forms that depend on the policy in which a schedule stands.
   *
   * @param amount an amount of the policy's token, such as {@code 34.24 HNT}
   * @param schedule another schedule
   */
  public record PolicyForms(Form<TokenAmount> amount, Form<EmissionSchedule<?>> schedule) {}

  /**
   * A type.
   *
   * @param name its name in policy files, in the field {@code schedule}
   * @param schedule its class
   * @param text one sentence for people, with the network that uses it
   * @param description names its fields
   * @param <E> the schedule
   * @return the type
   */
  public static <E extends EmissionSchedule<?>> EmissionType<E> of(
      String name, Class<E> schedule, String text, Description<E> description) {
    return new EmissionType<>(name, schedule, text, description);
  }

  String name() {
    return name;
  }

  boolean isOf(EmissionSchedule<?> other) {
    return schedule.equals(other.getClass());
  }

  Form<EmissionSchedule<?>> form(PolicyForms forms) {
    Form<E> form = Forms.object(text, fields -> {
      fields.constant("schedule", name);
      return description.describe(fields, forms);
    });
    return form.as(read -> read, schedule::cast);
  }
}
