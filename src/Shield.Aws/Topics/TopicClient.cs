using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Amazon;

namespace Shield.Aws.Topics;

/// <summary>
/// Publishes on a topic of SNS, by plain HTTP since we have no client for it (docs/adr/0012): one POST, no retries.
/// </summary>
public sealed partial class TopicClient(HttpClient http, TimeProvider clock)
{
    private readonly PlainCall _sns = new(http, "sns", clock);

    /// <summary>SNS refuses longer ones.</summary>
    public const int LongestSubject = 100;

    /// <summary>Whether it names a topic, such as <c>arn:aws:sns:eu-west-1:111122223333:shield</c>.</summary>
    public static bool IsTopic(string arn) => Form().IsMatch(arn);

    /// <param name="topic">Its ARN, which says in which region it is.</param>
    /// <param name="subject">Printable ASCII, at most <see cref="LongestSubject"/> characters.</param>
    /// <param name="message">At most 256 KiB of UTF-8.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The id that SNS gave it.</returns>
    /// <exception cref="AwsException">It was not published.</exception>
    public async Task<string> PublishAsync(string topic, string subject, string message, CancellationToken cancellationToken)
    {
        var region = RegionEndpoint.GetBySystemName(topic.Split(':')[3]);
        var place = $"the topic '{topic}'";
        var form = string.Join(
            '&',
            new (string Key, string Value)[]
            {
                ("Action", "Publish"),
                ("Version", "2010-03-31"),
                ("TopicArn", topic),
                ("Subject", subject),
                ("Message", message),
            }.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}")
        );
        var (status, answer) = await AwsCall.AskAsync(
            place,
            () => SendAsync(Encoding.UTF8.GetBytes(form), region, cancellationToken),
            cancellationToken
        );
        return status is HttpStatusCode.OK ? InElement("MessageId", answer) ?? "no id" : throw Refused(place, status, answer);
    }

    private async Task<(HttpStatusCode Status, string Answer)> SendAsync(
        byte[] body,
        RegionEndpoint region,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_sns.EndpointIn(region), "/"))
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        using var answer = await _sns.SendAsync(request, body, region, cancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    private static AwsException Refused(string place, HttpStatusCode status, string answer)
    {
        var error = InElement("Code", answer) ?? $"HTTP {(int)status}";
        return error switch
        {
            "AuthorizationError" or "AccessDenied" => new(
                AwsFault.Denied,
                $"{place} may not be published on with these credentials ({error})"
            ),
            "NotFound" => new(AwsFault.NotFound, $"{place} does not exist ({error})"),
            "Throttling" or "ThrottledException" => new(AwsFault.Throttled, $"{place} is asked more than it may be ({error})"),
            _ when status is HttpStatusCode.Forbidden => new(AwsFault.Credentials, $"{place} refuses these credentials ({error})"),
            _ when (int)status >= 500 => new(AwsFault.Unreachable, $"{place} does not answer as it should ({error})"),
            _ => new(AwsFault.Other, $"{place} does not take the message ({error})"),
        };
    }

    /// <summary>Two words out of an answer: no parser is brought along for them.</summary>
    private static string? InElement(string name, string answer)
    {
        var begin = answer.IndexOf($"<{name}>", StringComparison.Ordinal);
        var end = begin < 0 ? -1 : answer.IndexOf($"</{name}>", begin, StringComparison.Ordinal);
        return end < 0 ? null : answer[(begin + name.Length + 2)..end];
    }

    [GeneratedRegex(@"\Aarn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}(\.fifo)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
