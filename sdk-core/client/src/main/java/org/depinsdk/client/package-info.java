/**
 * Clients of a network's service: enrolment, reports, challenges, statements, claims and the life cycle of devices.
 */
@NullMarked
package org.depinsdk.client;

import org.jspecify.annotations.NullMarked;
