// Keeps the declared name for the visit; an empty one forgets it. It comes percent-encoded.
{
  const { cookie, name } = document.currentScript.dataset;
  document.cookie = `${cookie}=${name}; path=/; samesite=strict${name ? "" : "; max-age=0"}`;
}
