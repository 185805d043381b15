package dev.chatpipeline.gateway.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.web.util.WebUtils;

/** A request's cookies. */
final class Cookies {

    private Cookies() {}

    /** The value of a cookie by its name; empty if it is absent or empty. */
    static Function<String, Optional<String>> of(HttpServletRequest request) {
        return name -> Optional.ofNullable(WebUtils.getCookie(request, name))
                .map(Cookie::getValue)
                .filter(value -> !value.isEmpty());
    }
}
