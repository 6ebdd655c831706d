def greeting(name) = "hello #{name}"
