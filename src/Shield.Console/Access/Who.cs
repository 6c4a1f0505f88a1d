using Microsoft.AspNetCore.Components.Authorization;

namespace Shield.Console.Access;

/// <summary>
/// Who looks at this page. Asked again before each act: a page that was drawn an hour ago knows nothing of today's roles.
/// </summary>
internal sealed class Who(AuthenticationStateProvider state, ConsoleGate gate)
{
    /// <param name="isUse">Somebody did something: the session is not idle.</param>
    /// <returns>Null where the session has ended.</returns>
    public async Task<Visitor?> IsHereAsync(bool isUse) => gate.VisitorOf((await state.GetAuthenticationStateAsync()).User, isUse);
}
