// What packages below internal export changes together with all that uses it in the module.
package main

import (
	"fmt"

	"golden/set-struct/exported_internal/chained"
	"golden/set-struct/exported_internal/internal/sets"
	"golden/set-struct/exported_internal/user"
)

func main() {
	fmt.Println(user.Use([]string{"a", "b", "a", "not"}), user.Holds("h"), user.Holds("i"))
	fmt.Println(chained.Has("a"), chained.Has("b"), chained.Has("z"), len(user.Show().Marks))
	_, told := sets.Told[1]
	fmt.Println(sets.Alone(nil), len(sets.Known), told)
}
