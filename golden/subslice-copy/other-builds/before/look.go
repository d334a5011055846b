package others

func look(b []byte) { _ = b[:cap(b)] }
