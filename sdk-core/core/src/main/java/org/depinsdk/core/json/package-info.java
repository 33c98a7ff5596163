/**
 * JSON, read strictly and written in one form. Every JSON document of the SDK goes through this package: policies, bundles,
 * keys, signed documents, messages of devices.
 *
 * <p>Reading refuses what two readers could understand differently: a name that occurs twice in an object, bytes that are
 * not UTF-8, lone surrogates, content after the value, and everything beyond the caller's {@link
 * org.depinsdk.core.json.JsonLimits}. Numbers keep their digits and never pass through floating point. Each value knows its
 * path, line and column, so that an error names them:
 *
 * <pre>{@code
 * JsonObject json = Json.parseObject(bytes, JsonLimits.DEFAULT);
 * json.onlyNames("format", "epoch", "device", "parts");
 * long epoch = json.wholeNumber("epoch");                        // 0 or more
 * DeviceId device = json.parsed("device", DeviceId::parse);
 * for (JsonObject part : json.objects("parts")) {
 *   files.put(part.string("path"), part.wholeNumber("bytes"));
 * }
 * // parts[1].bytes is "12", expected a whole number, 0 or more (line 7, column 16)
 * }</pre>
 *
 * <p>Writing keeps the order of the members and has one form over several lines and one on a single line, so that two
 * documents are equal exactly when their bytes are:
 *
 * <pre>{@code
 * JsonObject json = JsonObject.builder()
 *     .put("format", "depin-example/1")
 *     .put("epoch", 7)
 *     .put("parts", JsonArray.of(parts, part -> JsonObject.builder().put("path", part.path()).build()))
 *     .build();
 * byte[] document = Json.document(json);
 * String line = Json.line(json);
 * }</pre>
 */
@NullMarked
package org.depinsdk.core.json;

import org.jspecify.annotations.NullMarked;
