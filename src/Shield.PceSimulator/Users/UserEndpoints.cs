using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.Users;

/// <summary>
/// An account by its href, for a key that may manage users; any other key gets 403 (docs/pce.md#20-people). unknown: strict. A key that
/// may not manage users cannot read its own account either, and the system (<c>/users/0</c>) has none.
/// </summary>
internal static class UserEndpoints
{
    public static Answer Get(Pce pce, Call call)
    {
        if (!call.User.ManagesUsers)
        {
            throw Refusal.Forbidden();
        }

        var id = call.Id("id");
        var person = pce.People.Find($"/users/{id}") ?? throw Refusal.NotFound();
        var since = Stamp.Text(pce.Policy.Versions[0].Created.At);
        return Answer.Ok(
            new JsonObject
            {
                ["href"] = person.Href,
                ["id"] = id,
                ["type"] = person.IsExternal ? "external" : "local",
                ["username"] = person.Username,
                ["full_name"] = person.FullName,
                ["locked"] = false,
                ["created_at"] = since,
                ["updated_at"] = since,
            }
        );
    }
}
