/** What a service keeps, for how long, and what it removes. */
@org.jspecify.annotations.NullMarked
package org.depinsdk.service.retention;
