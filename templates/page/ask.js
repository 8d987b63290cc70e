// Speaks to the sandbox: verbs of the control interface and the addresses of files.

let token = "";

export class Refused extends Error {
  constructor(status, description) {
    super(description);
    this.status = status;
  }
}

// Nobody answers any more.
export class Gone extends Error {}

async function reach(address, more) {
  try {
    const answer = await fetch(address, more);
    return [answer, await answer.json()];
  } catch (problem) {
    throw new Gone(problem.message);
  }
}

export async function find() {
  const [, told] = await reach("/world");
  token = told.token;
  return token;
}

export const bot = () => Number(token.split(":")[0]);

export const address = (path) => `/file/bot${token}/${path}`;

export async function ask(verb, wish = {}) {
  const [answer, told] = await reach(`/control/${token}/${verb}`, { method: "POST", body: JSON.stringify(wish) });
  if (!answer.ok) throw new Refused(answer.status, told.description ?? String(answer.status));
  return told;
}

export const wish = (what, more = {}) => ask("wish", { do: what, ...more });
