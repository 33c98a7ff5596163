/** What those who run a network tell its service, and ask of it, on a port of its own. */
@NullMarked
package org.depinsdk.service.admin;

import org.jspecify.annotations.NullMarked;
