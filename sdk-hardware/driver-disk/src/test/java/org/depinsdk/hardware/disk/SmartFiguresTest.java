package org.depinsdk.hardware.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalLong;
import org.depinsdk.core.encoding.EncodingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmartFiguresTest {
  /** In the forms of smartctl 7.0 to 7.4, with our own figures. */
  static final String ATA = """
      {"json_format_version": [1, 0],
       "device": {"name": "/dev/sda", "type": "sat", "protocol": "ATA"},
       "smart_status": {"passed": true},
       "ata_smart_attributes": {"revision": 16, "table": [
         {"id": 5, "name": "Reallocated_Sector_Ct", "value": 100, "raw": {"value": 8, "string": "8"}},
         {"id": 197, "name": "Current_Pending_Sector", "value": 100, "raw": {"value": 2, "string": "2"}}]},
       "power_on_time": {"hours": 20451}, "temperature": {"current": 34}}""";

  static final String NVME = """
      {"device": {"name": "/dev/nvme0", "protocol": "NVMe"}, "smart_status": {"passed": false},
       "nvme_smart_health_information_log": {"percentage_used": 104, "media_errors": 17},
       "temperature": {"current": 61}, "power_on_time": {"hours": 9000}}""";

  /** A SAS disk: no attributes, but a list of defects. */
  static final String SCSI = """
      {"smartctl": {"version": [7, 3], "exit_status": 4}, "device": {"name": "/dev/sdc", "type": "scsi", "protocol": "SCSI"},
       "smart_status": {"passed": true}, "temperature": {"current": 29, "drive_trip": 65},
       "power_on_time": {"hours": 51342, "minutes": 7}, "scsi_grown_defect_list": 3,
       "scsi_percentage_used_endurance_indicator": 12,
       "scsi_error_counter_log": {"read": {"gigabytes_processed": "81211.483", "total_uncorrected_errors": 0}}}""";

  /** NVMe behind an adapter: the log is all there is. */
  static final String NVME_LOG = """
      {"device": {"type": "sntasmedia", "protocol": "NVMe"}, "smart_status": {"passed": true, "nvme": {"value": 0}},
       "nvme_smart_health_information_log": {"critical_warning": 0, "temperature": 44, "available_spare": 100,
         "percentage_used": 2, "power_on_hours": 1203, "media_errors": 0,
         "data_units_written": 184467440737095516150, "temperature_sensors": [44, 51]}}""";

  /** smartctl 7.4 about an SSD: attributes that are odd or missing cost only themselves. */
  static final String SSD = """
      {"json_format_version": [1, 0], "smartctl": {"version": [7, 4], "exit_status": 64, "messages": [
         {"string": "Warning: This result is based on an Attribute check.", "severity": "warning"}]},
       "device": {"type": "sat", "protocol": "ATA"}, "smart_status": {"passed": true},
       "ata_smart_attributes": {"table": [
         {"id": 1}, "?", {"id": 5, "raw": {"string": "none"}}, {"id": 197, "raw": {"value": 281474976710655}}]},
       "temperature": {"current": 31, "lifetime_max": 62}, "endurance_used": {"current_percent": 7}}""";

  @TempDir
  Path scratch;

  @Test
  void figuresOfAllKindsOfDisks() throws Exception {
    assertThat(parse(ATA))
        .isEqualTo(new SmartFigures(
            Optional.of(true),
            OptionalLong.of(34),
            OptionalLong.of(20451),
            OptionalLong.of(8),
            OptionalLong.of(2),
            OptionalLong.empty()));
    assertThat(parse(NVME))
        .isEqualTo(new SmartFigures(
            Optional.of(false),
            OptionalLong.of(61),
            OptionalLong.of(9000),
            OptionalLong.of(17),
            OptionalLong.empty(),
            OptionalLong.of(104)));
    assertThat(parse(SCSI))
        .isEqualTo(new SmartFigures(
            Optional.of(true),
            OptionalLong.of(29),
            OptionalLong.of(51342),
            OptionalLong.of(3),
            OptionalLong.empty(),
            OptionalLong.of(12)));
    assertThat(parse(NVME_LOG))
        .isEqualTo(new SmartFigures(
            Optional.of(true),
            OptionalLong.of(44),
            OptionalLong.of(1203),
            OptionalLong.of(0),
            OptionalLong.empty(),
            OptionalLong.of(2)));
    assertThat(parse(SSD))
        .isEqualTo(new SmartFigures(
            Optional.of(true),
            OptionalLong.of(31),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.of(281474976710655L),
            OptionalLong.of(7)));
    for (String nothing : new String[] {"", "{}", "[]", "{\"smart_status\": 1}"}) {
      assertThatThrownBy(() -> parse(nothing)).isInstanceOf(EncodingException.class);
    }
  }

  @Test
  void theProgramIsRunAndItsFailureTold() throws Exception {
    assertThat(new Smartctl(program(ATA, 0)).read("/dev/sda")).isEqualTo(parse(ATA));
    // bit 3: the disk fails, which is a finding
    assertThat(new Smartctl(program(NVME, 8)).read("/dev/nvme0")).isEqualTo(parse(NVME));
    assertThatThrownBy(() -> new Smartctl(program("{}", 2)).read("/dev/sdb"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot read /dev/sdb, exit code 2");
    assertThatThrownBy(() -> new Smartctl(scratch.resolve("none").toString()).read("/dev/sda"))
        .isInstanceOf(IOException.class);
  }

  private String program(String output, int code) throws IOException {
    Path program = Files.createTempFile(scratch, "smartctl", "");
    Files.writeString(program, "#!/bin/sh\ncat <<'END'\n" + output + "\nEND\nexit " + code + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program.toString();
  }

  private static SmartFigures parse(String json) throws EncodingException {
    return SmartFigures.parse(json.getBytes(StandardCharsets.UTF_8));
  }
}
