package org.depinsdk.kit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.depinsdk.core.encoding.EncodingException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options {@code --json} and {@code --csv} of a command that prints tables. */
public final class TableFormat {
  /** The first column of CSV: the title of the row's table. */
  private static final String TABLE = "table";

  // what a spreadsheet may take for a formula, unless it is a number
  private static final Pattern FORMULA = Pattern.compile("[=+\\-@\\t\\r].*", Pattern.DOTALL);
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?( ?%)?");

  private static final class Choice {
    @Option(
        names = "--json",
        required = true,
        description = "Print JSON in place of tables, with whole ids and nothing left out.")
    private boolean json;

    @Option(
        names = "--csv",
        required = true,
        description = "Print CSV (RFC 4180) in place of tables: one table of all, whose first"
            + " column names the table of a row. A \"'\" is put before what a spreadsheet would take for a"
            + " formula.")
    private boolean csv;
  }

  @ArgGroup
  private Choice choice = new Choice();

  /** Whether JSON is asked for. */
  public boolean json() {
    return choice.json;
  }

  /** Whether tables for people are asked for, with words beside them. */
  public boolean forPeople() {
    return !choice.json && !choice.csv;
  }

  /** The tables in the format that is asked for. */
  public String format(Iterable<Table> tables) {
    StringBuilder text = new StringBuilder();
    if (forPeople()) {
      tables.forEach(text::append);
    } else {
      text.append(choice.json ? json(tables) : csv(tables));
    }
    return text.toString();
  }

  private static String json(Iterable<Table> tables) {
    Writer text = new java.io.StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartArray();
      for (Table table : tables) {
        json.writeStartObject();
        json.writeStringField("title", table.title());
        json.writeStringField("note", table.note());
        json.writeArrayFieldStart("rows");
        for (Table.Row row : table.rows()) {
          json.writeStartObject();
          for (int i = 0; i < row.cells().size(); i++) {
            json.writeStringField(table.columns().get(i).name(), row.cells().get(i));
          }
          json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a string in memory", e);
    }
    return text + "\n";
  }

  private static String csv(Iterable<Table> tables) {
    Set<String> columns = new LinkedHashSet<>();
    tables.forEach(table -> table.columns().forEach(column -> columns.add(column.name())));
    StringBuilder text = new StringBuilder();
    try (CSVPrinter csv = new CSVPrinter(text, CSVFormat.RFC4180)) {
      List<String> header = new ArrayList<>(List.of(TABLE));
      header.addAll(columns);
      csv.printRecord(header.stream().map(TableFormat::harmless));
      for (Table table : tables) {
        List<String> own = table.columns().stream().map(Table.Column::name).toList();
        for (Table.Row row : table.rows()) {
          List<String> cells = new ArrayList<>(List.of(harmless(table.title())));
          for (String column : columns) {
            int at = own.indexOf(column);
            cells.add(at < 0 ? "" : harmless(row.cells().get(at)));
          }
          csv.printRecord(cells);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a string in memory", e);
    }
    return text.toString();
  }

  /** A cell that no spreadsheet computes and that steers no terminal. */
  private static String harmless(String cell) {
    boolean formula = FORMULA.matcher(cell).matches() && !NUMBER.matcher(cell).matches();
    return EncodingException.printable(formula ? "'" + cell : cell);
  }
}
