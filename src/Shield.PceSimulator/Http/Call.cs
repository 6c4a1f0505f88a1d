using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Shield.PceSimulator.Http;

/// <summary>One authenticated request, as the features see it.</summary>
internal sealed class Call(HttpRequest request, ApiUser user, DateTimeOffset now, JsonElement? body)
{
    public string Method => request.Method;

    /// <summary>With <c>/api/v2</c>, as events name it.</summary>
    public string Path => request.Path;

    public ApiUser User => user;

    public DateTimeOffset Now => now;

    public Stamp Stamp => new(now, user.Href);

    public JsonElement? Body => body;

    /// <summary>A question that takes another method than GET: whoever may read may ask it.</summary>
    public bool OnlyAsks => Asks(request);

    public static bool Asks(HttpRequest request) =>
        request.Path.Value is { } path
        && (
            path.EndsWith("/rule_search", StringComparison.Ordinal)
            || path.Contains("/traffic_flows/async_queries", StringComparison.Ordinal)
        );

    public string SourceIp => request.HttpContext.Connection.RemoteIpAddress?.ToString() ?? "127.0.0.1";

    /// <summary>Whether the caller wants the collection as a job (docs/pce.md#4-collections).</summary>
    public bool WantsAsync =>
        request.Headers["Prefer"].Any(value => value?.Contains("respond-async", StringComparison.OrdinalIgnoreCase) is true);

    public string Route(string name) => (string)request.RouteValues[name]!;

    /// <summary>An id in a path: 404 for what can be none.</summary>
    public long Id(string name) =>
        long.TryParse(Route(name), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw Refusal.NotFound();

    /// <summary>The first value: the same key twice and unknown keys are tolerated (docs/pce.md#2-calls-and-keys).</summary>
    public string? Query(string name) => request.Query[name] is [{ Length: > 0 } value, ..] ? value : null;

    /// <summary>The same, also where it is empty: a filter by the empty text is a filter.</summary>
    public string? Given(string name) => request.Query[name] is [{ } value, ..] ? value : null;

    public int? QueryNumber(string name) => Query(name) is { } text ? NumberOf(name, text) : null;

    public static int NumberOf(string name, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Refusal.Invalid($"The query parameter {name} is not a number: {text}"); // unknown: strict

    public bool QueryFlag(string name) => Query(name) is { } text && FlagOf(name, text);

    /// <summary>Also as Python writes it: <c>True</c> (docs/pce.md#4-collections). unknown: strict, for any other word.</summary>
    public static bool FlagOf(string name, string text) =>
        bool.TryParse(text, out var flag) ? flag : throw Refusal.Invalid($"The query parameter {name} is not a boolean: {text}");

    /// <summary>A date that cannot be read is 406 (docs/pce.md#3-refusals).</summary>
    public static DateTimeOffset TimeOf(string name, string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : throw Refusal.Invalid($"The query parameter {name} is not a date: {text}");
}
