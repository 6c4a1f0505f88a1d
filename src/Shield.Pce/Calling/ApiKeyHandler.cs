using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Shield.Pce.Calling;

/// <summary>
/// Signs each request with an API key that works. Where there are two, a 401 makes it ask once more with the other: a key is replaced by
/// making a second one, storing both and deleting the first. A 401 says that nothing was done, so that a write may be sent again as well.
/// </summary>
internal sealed partial class ApiKeyHandler : DelegatingHandler
{
    private readonly AuthenticationHeaderValue[] _keys;
    private readonly ILogger _logger;
    private volatile int _working;

    /// <param name="keys">One or two.</param>
    public ApiKeyHandler(IEnumerable<(string Name, string Secret)> keys, ILogger logger, HttpMessageHandler inner)
        : base(inner)
    {
        _keys =
        [
            .. keys.Select(key => new AuthenticationHeaderValue(
                "Basic",
                Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key.Name}:{key.Secret}"))
            )),
        ];
        _logger = logger;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = _working;
        request.Headers.Authorization = _keys[asked];
        var answer = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode is not HttpStatusCode.Unauthorized || _keys is [_])
        {
            return answer;
        }

        answer.Dispose();
        var other = (asked + 1) % _keys.Length;
        request.Headers.Authorization = _keys[other];
        answer = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode is not HttpStatusCode.Unauthorized)
        {
            _working = other;
            LogOtherKey(_logger, asked + 1, other + 1);
        }

        return answer;
    }

    [LoggerMessage(2002, LogLevel.Warning, "the PCE refuses API key {Refused} of 2 and takes key {Taken}: the refused one can be replaced")]
    private static partial void LogOtherKey(ILogger logger, int refused, int taken);
}
