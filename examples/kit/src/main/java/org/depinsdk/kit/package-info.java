/** What the example networks and the command line share: commands, output folders, tables, pages, processes. */
@NullMarked
package org.depinsdk.kit;

import org.jspecify.annotations.NullMarked;
