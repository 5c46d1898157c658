// Posting by libcurl.
#include "http_post.hpp"

#ifdef HEADWAY_HTTP

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <memory>

namespace headway::inline v0 {

namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr int look_ms = 50;  // between looks at what would end it
constexpr int redirects = 3;

bool is_private(std::uint32_t address) {
  const std::uint32_t first = address >> 24U;
  const std::uint32_t second = address >> 16U & 0xFFU;
  return first == 0 || first == 10 || first == 127 || first >= 224 ||
         (first == 100 && second >= 64 && second < 128) || (first == 169 && second == 254) ||
         (first == 172 && second >= 16 && second < 32) || (first == 192 && second == 168);
}

bool is_private(const in6_addr& address) {
  if (IN6_IS_ADDR_V4MAPPED(&address)) {
    std::uint32_t inner = 0;
    std::memcpy(&inner, &address.s6_addr[12], sizeof inner);
    return is_private(ntohl(inner));
  }
  const bool unique_local = (address.s6_addr[0] & 0xFEU) == 0xFC;
  return IN6_IS_ADDR_LOOPBACK(&address) || IN6_IS_ADDR_UNSPECIFIED(&address) ||
         IN6_IS_ADDR_LINKLOCAL(&address) || IN6_IS_ADDR_MULTICAST(&address) || unique_local;
}

bool is_private(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    return is_private(ntohl(v4.sin_addr.s_addr));
  }
  if (address.sa_family != AF_INET6) return true;
  sockaddr_in6 v6{};
  std::memcpy(&v6, &address, sizeof v6);
  return is_private(v6.sin6_addr);
}

/// libcurl asks for the socket to an address it is about to connect to.
curl_socket_t open_public(void* /*unused*/, curlsocktype /*purpose*/, curl_sockaddr* address) {
  if (is_private(address->addr)) return CURL_SOCKET_BAD;
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t discard(char* /*data*/, std::size_t size, std::size_t count, void* /*unused*/) {
  return size * count;
}

struct Answer {
  long status = 0;
  std::string redirect{};
};

/// What ends a message on its way.
struct Patience {
  SteadyClock::time_point deadline;
  const std::stop_token& stop;
  [[nodiscard]] bool over() const {
    return stop.stop_requested() || SteadyClock::now() >= deadline;
  }
};

/// Whether the transfer came to a good end in time.
bool perform(CURL* curl, const Patience& patience) {
  const std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)> multi(curl_multi_init(),
                                                                    curl_multi_cleanup);
  if (!multi || curl_multi_add_handle(multi.get(), curl) != CURLM_OK) return false;
  int running = 1;
  while (running != 0 && !patience.over()) {
    if (curl_multi_perform(multi.get(), &running) != CURLM_OK) break;
    if (running != 0) curl_multi_poll(multi.get(), nullptr, 0, look_ms, nullptr);
  }
  int left = 0;
  const CURLMsg* message = curl_multi_info_read(multi.get(), &left);
  const bool good = message != nullptr && message->data.result == CURLE_OK;
  curl_multi_remove_handle(multi.get(), curl);
  return good;
}

Answer post_once(const std::string& url, const std::string& body, bool public_only,
                 const Patience& patience) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                 curl_easy_cleanup);
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(
      curl_slist_append(nullptr, "Content-Type: application/json"), curl_slist_free_all);
  if (!curl || !headers) return {};
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_QUICK_EXIT, 1L);  // waits for no name server
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, discard);
  if (public_only) curl_easy_setopt(curl.get(), CURLOPT_OPENSOCKETFUNCTION, open_public);
  Answer answer;
  if (!perform(curl.get(), patience)) return answer;
  const char* redirect = nullptr;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
  curl_easy_getinfo(curl.get(), CURLINFO_REDIRECT_URL, &redirect);
  if (redirect != nullptr) answer.redirect = redirect;
  return answer;
}

}  // namespace

bool http_post(const std::string& url, const std::string& body, Duration limit,
               const std::stop_token& stop) {
  const Patience patience{SteadyClock::now() + std::chrono::microseconds(limit.us), stop};
  Answer answer = post_once(url, body, false, patience);
  for (int i = 0; i < redirects && !answer.redirect.empty(); ++i) {
    answer = post_once(answer.redirect, body, true, patience);
  }
  return answer.status >= 200 && answer.status < 300;
}

}  // namespace headway::inline v0

#else

namespace headway::inline v0 {

bool http_post(const std::string& /*url*/, const std::string& /*body*/, Duration /*limit*/,
               const std::stop_token& /*stop*/) {
  return false;
}

}  // namespace headway::inline v0

#endif
