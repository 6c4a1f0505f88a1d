using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Shield.Core.Reconciling;
using Shield.Pce.Wire;

namespace Shield.Pce.Calling;

/// <summary>
/// Turns an answer into what was asked for, or into the <see cref="PceException"/> that says why it is not that: which request, what came
/// back and under which X-Request-Id; never a secret.
/// </summary>
internal sealed class AnswerFaults(Redaction redaction)
{
    private const string WrongKey =
        "the API key is wrong: the PCE does not take Pce:ApiKey with Pce:ApiSecret. One of them is mistyped, the key is "
        + "expired or deleted, or it may not be used from this address";

    private const string OnlyTheLeader = "this PCE takes no writes, as a member of a supercluster: Pce:Url must name its leader";

    /// <exception cref="PceException">The body is not what the API describes.</exception>
    public T Parse<T>(PceAnswer answer, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            var value = JsonSerializer.Deserialize(answer.Body.Span, type) ?? throw new JsonException("It is null.");
            Items.MustBeThere("$", value as object?[]);
            return value;
        }
        catch (JsonException exception)
        {
            throw Told(
                answer,
                PceFault.Unreadable,
                $"the body is not what the API describes: {exception.Message.Split(" | LineNumber:")[0].TrimEnd('.')}. "
                    + $"It begins: {ErrorBody.Read(answer.Body).Message}"
            );
        }
    }

    /// <summary>Of an answer that is no success: by its status and by what its body says.</summary>
    public PceException Of(PceAnswer answer)
    {
        var error = ErrorBody.Read(answer.Body);
        var fault = answer.Status switch
        {
            HttpStatusCode.Unauthorized => PceFault.Credentials,
            HttpStatusCode.Forbidden => PceFault.Forbidden,
            HttpStatusCode.NotFound => PceFault.NotFound,
            _ when answer.IsBusy => PceFault.Busy,
            >= HttpStatusCode.InternalServerError => PceFault.Server,
            >= HttpStatusCode.BadRequest => PceFault.Rejected,
            _ => PceFault.Unreadable,
        };
        if (fault is PceFault.Credentials)
        {
            return Told(answer, fault, WrongKey, error.Token);
        }

        var told = answer.Location is { } elsewhere ? $"it redirects to {elsewhere}, where credentials are not carried" : error.Message;
        return Told(answer, fault, error.Token is null ? told : $"{error.Token}: {told}", error.Token);
    }

    /// <summary>Of a write that a member of a supercluster refused.</summary>
    public PceException OfMember(PceAnswer answer) => Told(answer, PceFault.Member, OnlyTheLeader);

    /// <summary>Of a write that was answered with something else than 204, such as a page of HTML by whatever stands between.</summary>
    public PceException OfUnexpected(PceAnswer answer) =>
        Told(answer, PceFault.Unreadable, $"204 was expected; the body begins: {ErrorBody.Read(answer.Body).Message}");

    private PceException Told(PceAnswer answer, PceFault fault, string told, string? token = null)
    {
        var requestId = answer.RequestId is null ? null : redaction.Show(answer.RequestId, longest: 80);
        var id = requestId is null ? "" : $" (X-Request-Id {requestId})";
        var request = redaction.Show($"{answer.Method} {answer.Path}");
        return new PceException(fault, $"{request}: {(int)answer.Status}, {redaction.Show(told)}{id}")
        {
            Token = token is null ? null : redaction.Show(token, longest: 80),
            RequestId = requestId,
        };
    }
}
