package dev.chatpipeline.architecture.example.four;

record Four() {

    record Part() {

        String next() {
            return One.class.getName();
        }
    }
}
