package org.depinsdk.metering;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One value of a signed record.
 *
 * @param at the meter's time
 * @param clock how far that time can be trusted
 * @param mark where in a session it was taken
 * @param register which register, empty where the record names none
 * @param milliWattHours energy in thousandths of a watt-hour; empty where the value is not an energy
 * @param meterOk whether the meter says that it works (OCMF ST is G)
 * @param energyBillable false where the meter says that its energy must not be billed (OCMF EF has E)
 * @param timeBillable false where the meter says that its time must not be billed (OCMF EF has t)
 */
public record MeterReading(
    Optional<Instant> at,
    MeterClock clock,
    ReadingMark mark,
    Optional<EnergyRegister> register,
    OptionalLong milliWattHours,
    boolean meterOk,
    boolean energyBillable,
    boolean timeBillable) {}
