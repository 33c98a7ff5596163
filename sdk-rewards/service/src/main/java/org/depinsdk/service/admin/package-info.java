/** What the operators of a network order and ask of its service, on a port of its own. */
@NullMarked
package org.depinsdk.service.admin;

import org.jspecify.annotations.NullMarked;
