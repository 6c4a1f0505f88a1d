using System.Net;
using System.Text;
using CsCheck;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Shield.Core.Reconciling;
using Shield.Pce;
using Shield.Pce.Calling;

namespace Shield.Tests.Pce;

public sealed class A_secret
{
    private const string Key = "api_1a2b3c";
    private const string Text = "3f9c\"<&8d/+7e1b";
    private static readonly string Basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Key}:{Text}"));

    /// <summary>Whatever the other side answers, in whichever place, whole or escaped as its kind of text would have it.</summary>
    [Fact]
    public void Is_in_no_error_and_no_log_line_whatever_comes_back()
    {
        var pieces = Gen.OneOf(
            Gen.OneOf(
                Text,
                Basic,
                $"Basic {Basic}",
                Uri.EscapeDataString(Text),
                WebUtility.HtmlEncode(Text),
                Text.Replace("\"", "\\\"", StringComparison.Ordinal),
                Text.ToUpperInvariant()
            ),
            Gen.OneOf("[{\"token\":\"", "\",\"message\":\"", "\"}]", "<html>", "\r\n", "\u001b[31m", "null", " "),
            Gen.String[0, 400]
        );
        var answers = Gen.Select(
            Gen.OneOf(200, 204, 302, 401, 403, 404, 406, 429, 500, 503),
            pieces.Array[0, 8].Select(string.Concat),
            Gen.Bool,
            Gen.Bool
        );
        answers.Sample(
            (status, body, breaks, echoes) =>
            {
                var told = Told(() =>
                {
                    if (breaks)
                    {
                        throw new HttpRequestException(HttpRequestError.SecureConnectionError, body);
                    }

                    var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body) };
                    if (echoes)
                    {
                        answer.Headers.TryAddWithoutValidation("X-Request-Id", $"x {Text} {Basic}");
                        answer.Headers.TryAddWithoutValidation("Location", $"https://elsewhere.example/{Uri.EscapeDataString(Text)}");
                    }

                    return answer;
                });
                foreach (var spelling in (string[])[Text, Basic, Uri.EscapeDataString(Text), WebUtility.HtmlEncode(Text)])
                {
                    Assert.DoesNotContain(spelling, told, StringComparison.OrdinalIgnoreCase);
                }

                Assert.DoesNotContain(told, c => char.IsControl(c) && c is not ('\r' or '\n'));
            }
        );
    }

    [Fact]
    public void Is_sent_to_the_PCE_and_nowhere_else_shown()
    {
        string? sent = null;
        var told = Told(request =>
        {
            sent = request.Headers.Authorization!.ToString();
            return new HttpResponseMessage(HttpStatusCode.Unauthorized);
        });

        Assert.Equal($"Basic {Basic}", sent);
        Assert.Contains("401", told, StringComparison.Ordinal);
    }

    private static string Told(Func<HttpResponseMessage> answer) => Told(_ => answer());

    /// <summary>All that anybody gets to read of one failing call: the error with all that hangs on it, and the log.</summary>
    private static string Told(Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        var clock = new FakeTimeProvider();
        var log = new ToldLines();
        var options = Settings_for_the_PCE.Good();
        options.ApiKey = Key;
        options.ApiSecret = Secret.Of(Text);
        using var client = new PceClient(options, new Network(answer), clock, () => 1, log);
        var reading = new IllumioPce(client, options, clock).ReadActiveAsync(TestContext.Current.CancellationToken);
        while (!reading.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        var error = reading.Exception?.InnerException;
        Assert.True(error is null or PceException, $"{error}");
        return string.Join(
            '\n',
            [
                .. log.Lines,
                $"{error}",
                $"{(error as PceException)?.Token}",
                $"{(error as PceException)?.RequestId}",
                $"{client}",
                $"{options}",
                $"{options.ApiSecret}",
            ]
        );
    }

    private sealed class Network(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer(request));
    }

    private sealed class ToldLines : ILogger<PceClient>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Add($"{formatter(state, exception)} {exception}");
    }
}
